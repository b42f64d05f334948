<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en_GB">
<context>
    <name></name>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the web</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safe search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QR code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bar code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera stuck</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera black</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} waiting on the device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen {ago}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last seen {ago}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} images a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} captured images can&apos;t be accounted for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} dropped ({why})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} unexplained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>captured {n} = {terms}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{camera}: captured {captured}, stored {stored}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} d ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing recognised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BudgetDisplay</name>
    <message>
        <source>Cost of Cloud Vision this month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>${cost} of ${cap} this month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The month&apos;s budget can&apos;t be read: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The month&apos;s budget for Cloud Vision is used up. Images get labels that cost nothing until {date}; to go on before, raise google.monthly_cap_usd or google.monthly_cap_units in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} % of the month&apos;s budget for Cloud Vision is used; it may come to ${forecast}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} units of Cloud Vision in {month}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>${forecast} by the end of the month at this rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>${saved} saved on images that look alike ({n} units)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Centre</name>
    <message>
        <source>Clear search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image fits this search. New ones that fit will appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the library…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Pair with {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code that {name} shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the eight digits that the device shows in its terminal or its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No code there, or is it too old? Run this on the device for a new one:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairing…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>Copy “{command}”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Getting started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to watch yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images appear here the moment they arrive. Three ways to begin:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch with a device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a camera or board in this network, run the agent. It is found by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop files, folders or web pictures anywhere here, or paste them. Files stay where they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring your own images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No camera at hand? Built-in scenes show how it feels, on this computer alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look around first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Facts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the SHA-256 hash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reveal in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labeller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was not set on the device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, inherited from image {n}, which looks alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (before: {names})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file manager could be opened. The image lies in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Gifts</name>
    <message>
        <source>{address} could not be fetched: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one to see what was found in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is no longer in the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image can&apos;t be shown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectorPage</name>
    <message>
        <source>Waiting for its labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Being labelled…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be labelled: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The labeller found nothing to name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Choose another folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the library…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miharu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library can&apos;t be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} – Miharu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a library folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Miharu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miharu {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A live, labelled wall for what your cameras see.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Add &amp;files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;library folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to &amp;newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause labelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Miharu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Labelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Small tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Medium tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Large tiles</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageArea</name>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and 1 more message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NodesList</name>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NodesPanel</name>
    <message>
        <source>Nodes panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HOST:PORT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of a node to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{online} of {all} online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found by itself? Add it:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: ending…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: {n} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {n} s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {n} min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {n} h left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressLines</name>
    <message>
        <source>Work under way</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search: cat  -person  &quot;hot dog&quot;  node:porch  camera:front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters the images by label, node and camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the search (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of images shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{total} images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can&apos;t search for this: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Something unexpected went wrong: {error}. The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsKeeper</name>
    <message>
        <source>The settings file was changed meanwhile; this is what it says now. Change it again if you like.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Among the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to another image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows, Page Up, Page Down, Home, End</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift or Ctrl with these, or with a click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in the inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter, Space or double click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger or smaller tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl with + or −, or with the wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the search or the selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SilenceNotices</name>
    <message>
        <source>Miharu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} has gone silent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause labelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images coming in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images waiting for labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images labelled a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} images/s in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} labelled/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume labelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelling stands still: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelling is paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelling with {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Trusting</name>
    <message>
        <source>Forget {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more images come from it until it is paired again. Those in the library stay. The device still lets this computer in until `miharu-agent revoke` is run there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Add files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images (*.jpg *.jpeg *.png *.webp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no image in what was dropped or pasted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images are being added. The present search may hide them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file manager could be opened. The library lies in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The search can&apos;t complete words: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Banner</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_NoNodes</name>
    <message>
        <source>No node yet. On a camera or board on this network, run:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It appears here within seconds.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Overlay</name>
    <message>
        <source>Drop to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images, folders or web pictures. Your files stay where they are.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Taken</name>
    <message>
        <source>Adding images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 file could not be added: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} files could not be added: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 image was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} images were added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding images stopped: {reason} {added}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled. {added}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no JPEG, PNG or WebP image in {names}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Transfer</name>
    <message>
        <source>it is larger than {limit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing came for {n} seconds; try again later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a web page; drop the picture itself, or save it as a file first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panels</name>
    <message>
        <source>{condition}, since {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
