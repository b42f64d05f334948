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
        <source>Crop hints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not there, as you say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden on this camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>said by you</source>
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
        <source>everywhere in the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at one place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier, by {labeller}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>crop {number}</source>
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
        <source>{camera}: {books}</source>
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
        <source>{n} waiting or dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>captured {n} = {terms}</source>
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
        <source>Starred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrected by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels of an image that looks alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week of {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ddd d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files you gave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Giving stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starred {images}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking stars away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took the star from {images}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correcting labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrected the labels of {images}: {changes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleting images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} are still in the bin, or in the library again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted {images}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked for new labels of {images}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked {labeller} for labels of {images}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changing labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {labeller} said counts now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hiding what is wrong there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is hidden from now on: {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Showing what was hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is shown again: {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{camera}, at that place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected since {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No motion since {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image since {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{state} since {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing from {start} to {end}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ActivityView</name>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to count yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start an agent on a device, or drop images on the window; what comes in is counted here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity can&apos;t be read: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} images, {labelled} with labels; {bytes} in all</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>Images by node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images with labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage by node</source>
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
        <source>${cost} of ${cap}, {units} of {cap_units} units this month</source>
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
    <name>BudgetPage</name>
    <message>
        <source>Gate and budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units are counted before each call, for all that work on this library. At a cap, labels come from this computer until the month ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap in dollars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most that Cloud Vision may cost in a month. With 0 only what is free is asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> USD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap in units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most units in a month; a unit is one feature asked for of one image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no cap in units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image that looks like the last one labelled of its camera inherits its labels, marked so, and costs nothing. Files that you drop are always looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without it every image is paid for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many of 64 marks of two images may differ. More saves more calls, and misses more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For how long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After this time an image is looked at again, however alike it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{month} so far: {units} units, ${cost}; ${saved} saved by the gate. The month began and ends at midnight Pacific time.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BySource</name>
    <message>
        <source>Add…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A labeller of its own for a node or a camera</source>
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
        <source>Show all images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No camera yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run miharu-agent on a device in this network and accept it at the left: its picture appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the library…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Remove {word} from the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to change, − to turn round, Del to remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search word {word}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CloudPage</name>
    <message>
        <source>Cloud Vision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable the Cloud Vision API in a Google Cloud project, then give a key file or an API key. With neither, Application Default Credentials are used (gcloud auth application-default login).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON file of a service account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a key file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept in the settings file, for you alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks Cloud Vision about one image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome of the test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks about one grey image, which costs a unit of each feature chosen below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{feature} (${price} for 1,000)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to ask for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each is billed for each image; the first {free} a month of each are free. Prices of {date}. Safe search is free with labels, crop hints with colours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quota</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more images a minute are sent than your project&apos;s quota allows; Google&apos;s own default is 1,800.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> images a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patience</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long one batch may take with all its tries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another host for a region, or http://HOST:PORT for a proxy without TLS and credentials.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking Cloud Vision…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works: Cloud Vision has answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects and their places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dense text of documents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces</source>
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
        <source>Safe search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Main colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crop hints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the web says</source>
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
    <name>CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cost</name>
    <message>
        <source>Part of the month&apos;s budget that is used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost this month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing: no paid labeller is set up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>${cost} of ${cap} spent ({percent} %), {units} units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>${forecast} by the end of {month} if all goes on as in the last 24 hours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>${saved} saved by the gate: {units} units for images that look alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap in units is {cap}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cap is reached; a new budget begins on {date}.</source>
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
        <source>On a camera or board in this network, run the agent. It is found by itself; press Accept beside it and type the code that it shows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first image is on its way…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start scenes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No camera at hand? An agent with built-in scenes shows how it feels, on this computer alone.</source>
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
        <source>was not set on the device and said {time}; worked out later</source>
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
    <name>FindingMenu</name>
    <message>
        <source>Not in this image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not this, here: hide it on this camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is in this image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show it again on this camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let what {labeller} said count</source>
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
    <name>HiddenDialog</name>
    <message>
        <source>Hidden on cameras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you said is wrong on a camera. It is hidden there whenever it is found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is hidden. “Not this, here” in the inspector hides what is wrong on a camera.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageActions</name>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Star</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct &amp;labels…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reveal in &amp;folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete from library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Hidden on cameras…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Relabel with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As set</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageWork</name>
    <message>
        <source>No more than {images} can be taken at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied {images}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file manager could be opened. The image lies in {folder}.</source>
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
    <message>
        <source>About this image</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelEditor</name>
    <message>
        <source>Correct labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels of this image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels of {n} images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your word counts more than any labeller&apos;s, also when the images are labelled anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} ({n} of them)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabellingPage</name>
    <message>
        <source>Labelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A chain of two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labeller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic takes Cloud Vision if it is set up and within its cap, else models on this computer if they are installed, else simple checks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: images are only stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other labellers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A labeller of its own for a node, or for one of its cameras.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used where “A chain of two” is chosen above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks at every image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks again where the first leaves it to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a best score below this, or nothing seen at all, the second one looks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also if it sees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels that are worth a second look, with commas between them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>person, car</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batches at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More make use of a fast line or many processor cores; fewer leave the computer to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images in a batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many images are handed over together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the labeller likes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels and objects that the models are less sure of are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computed by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first that works is taken; all but the processor need a matching onnxruntime package.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of installed models, with commas. Empty: the best for labels, for objects and for faces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the best that are installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Google Cloud Vision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simple checks (basic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CUDA (Nvidia)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Core ML (Apple)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DirectML (Windows)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenVINO (Intel)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LanguagePage</name>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of all words in this window, and of numbers and dates. It changes at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark, for this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also Ctrl with the wheel, and Ctrl+1 to Ctrl+3.</source>
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
        <source>&amp;Built-in scenes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;library folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
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
        <source>F&amp;ull screen</source>
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
        <source>&amp;Commands…</source>
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
        <source>&amp;Images</source>
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
    <message>
        <source>S&amp;tream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Wall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Activity</source>
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
    <name>ModelEntry</name>
    <message>
        <source>size not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says what an image shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finds objects and their places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finds objects and their places, slower and better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finds faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged: install it again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelWork</name>
    <message>
        <source>Fetching the model {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding the model of {file}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models label images on this computer, at no cost. They are fetched once, checked, and kept in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking which are installed…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a model of your own…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the description of a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Descriptions (*.toml)</source>
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
    <name>NodesPage</name>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell when a node goes silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the desktop where there is a tray, else in the window: which one, why, and since when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desktop&apos;s key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device lets this desktop in without a code when this was run on it. The key is no secret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paired nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet. Press Accept beside a device that was found.</source>
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
    <name>OutageNotice</name>
    <message>
        <source>Images wait for their labels, none is lost: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OwnScenes</name>
    <message>
        <source>The agent with the built-in scenes has ended: {words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PathLine</name>
    <message>
        <source>Choose…</source>
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
    <name>PictureWindow</name>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image is gone</source>
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
    <name>RetentionNotice</name>
    <message>
        <source>There is {bytes} more than the quota or the disk has room for, but all other images are kept. Raise retention.quota_gb in the settings, or free some space on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n of the oldest image(s) made room for new ones, {bytes}. retention.quota_gb in the settings says how much is kept.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Old images could not make room: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RetentionPage</name>
    <message>
        <source>Retention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows what would go now, and removes nothing. Files that you dropped or pasted are never removed, and images with a star stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what would go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would go, by node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove old images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without it nothing is ever removed, and storing stops when the disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quota</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beyond this size of all images from nodes the oldest go. 0 is no quota.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free space to leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The oldest go as well when the disk has less than this, or a tenth of its size, left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels to keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images with any of these labels stay, like those with a star. With commas between them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So long an image stays after it was stored, whatever else is set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking through the library…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing would go: {own} of images from nodes, {free} free on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n image(s), {bytes}, would go, taken {start} to {end}.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Of {own} from nodes; {free} are free on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{bytes} more are too much, but all other images are kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SavedSearchButton</name>
    <message>
        <source>Saved searches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo: bring back “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No search is saved yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name for “{line}”:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved searches: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters the images: words, or fields such as node: or after:</source>
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
    <message>
        <source>Search: cat  -person  &quot;hot dog&quot;  node:porch  after:yesterday</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Secret</name>
    <message>
        <source>Show</source>
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
    <name>SettingRow</name>
    <message>
        <source>Reset “{setting}” to its default</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDesk</name>
    <message>
        <source>Settings: {page}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cloud Vision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate and budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
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
    <name>StorePage</name>
    <message>
        <source>Store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder that images are kept in. Another one is opened at the next start; none is moved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a library folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miharu in your pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where things are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library that is open:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file, which may also be edited by hand:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>Images and labels over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage by node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{when} · %n image(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Images still come in and are labelled. Quit from the icon in the tray.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miharu goes on watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miharu: new images: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miharu</source>
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
    <name>ViewSwitch</name>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stream: all images, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wall: what every camera sees now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity: images, labels, storage and cost over time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WallView</name>
    <message>
        <source>Cameras</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miharu keeps what your cameras see in a folder that you can read: plain image files by day and camera. Where shall it be?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a library folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a disk with room. You can change this later in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to Miharu</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>There was nothing to change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not all could be undone: {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone: {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be done again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}, then it was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
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
        <source>Search: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only {node}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>node</source>
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
    <message>
        <source>Settings…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>Node, or node/camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>node/camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labeller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
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
    <name>_Paired</name>
    <message>
        <source>Forget…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget {node}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>What to do with {name}</source>
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
        <source>it was given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} can&apos;t be reached: {reason}</source>
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
