<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_GB">
<context>
    <name>RetentionNotice</name>
    <message numerus="yes">
        <source>%n of the oldest image(s) made room for new ones, {bytes}. retention.quota_gb in the settings says how much is kept.</source>
        <translation>
            <numerusform>%n of the oldest images made room for new ones, {bytes}. retention.quota_gb in the settings says how much is kept.</numerusform>
            <numerusform>%n of the oldest images made room for new ones, {bytes}. retention.quota_gb in the settings says how much is kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RetentionPage</name>
    <message numerus="yes">
        <source>%n image(s), {bytes}, would go, taken {start} to {end}.</source>
        <translation>
            <numerusform>%n image, {bytes}, would go, taken {start} to {end}.</numerusform>
            <numerusform>%n images, {bytes}, would go, taken {start} to {end}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>{when} · %n image(s)</source>
        <translation>
            <numerusform>{when} · %n image</numerusform>
            <numerusform>{when} · %n images</numerusform>
        </translation>
    </message>
</context>
</TS>
