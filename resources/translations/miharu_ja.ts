<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en_GB">
<context>
    <name></name>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>物体</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>顔</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation>ランドマーク</translation>
    </message>
    <message>
        <source>Logos</source>
        <translation>ロゴ</translation>
    </message>
    <message>
        <source>On the web</source>
        <translation>ウェブ上の情報</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>動き</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>色</translation>
    </message>
    <message>
        <source>Safe search</source>
        <translation>セーフサーチ</translation>
    </message>
    <message>
        <source>Crop hints</source>
        <translation>切り抜き候補</translation>
    </message>
    <message>
        <source>Not there, as you say</source>
        <translation>ないと指摘したもの</translation>
    </message>
    <message>
        <source>Hidden on this camera</source>
        <translation>このカメラで非表示</translation>
    </message>
    <message>
        <source>said by you</source>
        <translation>あなたが追加</translation>
    </message>
    <message>
        <source>face</source>
        <translation>顔</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>QRコード</translation>
    </message>
    <message>
        <source>bar code</source>
        <translation>バーコード</translation>
    </message>
    <message>
        <source>everywhere in the image</source>
        <translation>画像全体</translation>
    </message>
    <message>
        <source>at one place</source>
        <translation>特定の場所</translation>
    </message>
    <message>
        <source>Earlier, by {labeller}</source>
        <translation>以前の結果：{labeller}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>motion</source>
        <translation>動き</translation>
    </message>
    <message>
        <source>crop {number}</source>
        <translation>切り抜き {number}</translation>
    </message>
    <message>
        <source>Key refused</source>
        <translation>鍵が拒否されました</translation>
    </message>
    <message>
        <source>Key changed</source>
        <translation>鍵が変わりました</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>検出</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>オンライン</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>オフライン</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>No motion</source>
        <translation>動きなし</translation>
    </message>
    <message>
        <source>Camera stuck</source>
        <translation>カメラ停止</translation>
    </message>
    <message>
        <source>Camera frozen</source>
        <translation>映像が固まっています</translation>
    </message>
    <message>
        <source>Camera black</source>
        <translation>映像が真っ黒です</translation>
    </message>
    <message>
        <source>Device full</source>
        <translation>デバイスが満杯</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>ネットワークなし</translation>
    </message>
    <message>
        <source>Agent stopped</source>
        <translation>エージェント停止</translation>
    </message>
    <message>
        <source>Clock wrong</source>
        <translation>時計のずれ</translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation>{rate}枚/秒</translation>
    </message>
    <message>
        <source>{n} waiting on the device</source>
        <translation>デバイスに{n}枚待機中</translation>
    </message>
    <message>
        <source>seen {ago}</source>
        <translation>{ago}に応答</translation>
    </message>
    <message>
        <source>Last seen {ago}</source>
        <translation>最後の応答：{ago}</translation>
    </message>
    <message>
        <source>{rate} images a second</source>
        <translation>毎秒{rate}枚</translation>
    </message>
    <message>
        <source>{n} captured images can&apos;t be accounted for</source>
        <translation>撮影済みの{n}枚の行方が分かりません</translation>
    </message>
    <message>
        <source>{camera}: {books}</source>
        <translation>{camera}：{books}</translation>
    </message>
    <message>
        <source>{n} stored</source>
        <translation>保存済み {n}</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>待機中 {n}</translation>
    </message>
    <message>
        <source>{n} dropped ({why})</source>
        <translation>破棄 {n}（{why}）</translation>
    </message>
    <message>
        <source>{n} unexplained</source>
        <translation>不明 {n}</translation>
    </message>
    <message>
        <source>{n} waiting or dropped</source>
        <translation>待機中または破棄 {n}</translation>
    </message>
    <message>
        <source>captured {n} = {terms}</source>
        <translation>撮影 {n} = {terms}</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>{n} d ago</source>
        <translation>{n}日前</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>{n}時間前</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n}分前</translation>
    </message>
    <message>
        <source>{n} s ago</source>
        <translation>{n}秒前</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Labelling</source>
        <translation>ラベル付け中</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>ラベル付き</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Nothing recognised</source>
        <translation>何も認識されませんでした</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>スター付き</translation>
    </message>
    <message>
        <source>Corrected by you</source>
        <translation>あなたが修正</translation>
    </message>
    <message>
        <source>Labels of an image that looks alike</source>
        <translation>よく似た画像のラベル</translation>
    </message>
    <message>
        <source>{n} new</source>
        <translation>新着{n}枚</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7日間</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30日間</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>1年</translation>
    </message>
    <message>
        <source>Week of {day}</source>
        <translation>{day}の週</translation>
    </message>
    <message>
        <source>ddd d</source>
        <translation>d日(ddd)</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>MMM</source>
        <translation>M月</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>All others</source>
        <translation>その他すべて</translation>
    </message>
    <message>
        <source>With labels</source>
        <translation>ラベル付き</translation>
    </message>
    <message>
        <source>Files you gave</source>
        <translation>追加したファイル</translation>
    </message>
    <message>
        <source>Giving stars</source>
        <translation>スターを付けています</translation>
    </message>
    <message>
        <source>Starred {images}</source>
        <translation>{images}にスターを付けました</translation>
    </message>
    <message>
        <source>Taking stars away</source>
        <translation>スターを外しています</translation>
    </message>
    <message>
        <source>Took the star from {images}</source>
        <translation>{images}のスターを外しました</translation>
    </message>
    <message>
        <source>Correcting labels</source>
        <translation>ラベルを修正しています</translation>
    </message>
    <message>
        <source>Corrected the labels of {images}: {changes}</source>
        <translation>{images}のラベルを修正しました：{changes}</translation>
    </message>
    <message>
        <source>Deleting images</source>
        <translation>画像を削除しています</translation>
    </message>
    <message>
        <source>{images} are still in the bin, or in the library again</source>
        <translation>{images}はまだごみ箱にあるか、すでにライブラリに戻っています</translation>
    </message>
    <message>
        <source>Deleted {images}</source>
        <translation>{images}を削除しました</translation>
    </message>
    <message>
        <source>Restoring images</source>
        <translation>画像を復元中</translation>
    </message>
    <message>
        <source>Restored {images}</source>
        <translation>{images}を復元しました</translation>
    </message>
    <message>
        <source>Asking for labels</source>
        <translation>ラベルを依頼しています</translation>
    </message>
    <message>
        <source>Asked for new labels of {images}</source>
        <translation>{images}に新しいラベルを依頼しました</translation>
    </message>
    <message>
        <source>Asked {labeller} for labels of {images}</source>
        <translation>{images}のラベルを{labeller}に依頼しました</translation>
    </message>
    <message>
        <source>Changing labels</source>
        <translation>ラベルを変更しています</translation>
    </message>
    <message>
        <source>What {labeller} said counts now</source>
        <translation>{labeller}の結果を採用しました</translation>
    </message>
    <message>
        <source>Hiding what is wrong there</source>
        <translation>誤りを非表示にしています</translation>
    </message>
    <message>
        <source>“{name}” is hidden from now on: {where}</source>
        <translation>「{name}」を今後表示しません：{where}</translation>
    </message>
    <message>
        <source>Showing what was hidden</source>
        <translation>非表示を解除しています</translation>
    </message>
    <message>
        <source>“{name}” is shown again: {where}</source>
        <translation>「{name}」を再び表示します：{where}</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>画像1枚</translation>
    </message>
    <message>
        <source>{n} images</source>
        <translation>画像{n}枚</translation>
    </message>
    <message>
        <source>{camera}, at that place</source>
        <translation>{camera}、その場所</translation>
    </message>
    <message>
        <source>Waiting for the first image</source>
        <translation>最初の画像を待っています</translation>
    </message>
    <message>
        <source>Not connected since {time}</source>
        <translation>{time}から未接続</translation>
    </message>
    <message>
        <source>No motion since {time}</source>
        <translation>{time}から動きなし</translation>
    </message>
    <message>
        <source>No image since {time}</source>
        <translation>{time}から画像なし</translation>
    </message>
    <message>
        <source>{state} since {time}</source>
        <translation>{time}から{state}</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Nothing from {start} to {end}</source>
        <translation>{start}から{end}まで画像なし</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>interval</source>
        <translation>一定間隔</translation>
    </message>
    <message>
        <source>new file</source>
        <translation>新しいファイル</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>joy</source>
        <translation>喜び</translation>
    </message>
    <message>
        <source>sorrow</source>
        <translation>悲しみ</translation>
    </message>
    <message>
        <source>anger</source>
        <translation>怒り</translation>
    </message>
    <message>
        <source>surprise</source>
        <translation>驚き</translation>
    </message>
    <message>
        <source>headwear</source>
        <translation>帽子類</translation>
    </message>
    <message>
        <source>underexposed</source>
        <translation>露出不足</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>ぼやけ</translation>
    </message>
    <message>
        <source>adult</source>
        <translation>成人向け</translation>
    </message>
    <message>
        <source>spoof</source>
        <translation>パロディー</translation>
    </message>
    <message>
        <source>medical</source>
        <translation>医療</translation>
    </message>
    <message>
        <source>violence</source>
        <translation>暴力</translation>
    </message>
    <message>
        <source>racy</source>
        <translation>きわどい</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>very unlikely</source>
        <translation>可能性は非常に低い</translation>
    </message>
    <message>
        <source>unlikely</source>
        <translation>可能性は低い</translation>
    </message>
    <message>
        <source>possible</source>
        <translation>可能性あり</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>可能性は高い</translation>
    </message>
    <message>
        <source>very likely</source>
        <translation>可能性は非常に高い</translation>
    </message>
    <message>
        <source>best guess</source>
        <translation>最有力の推測</translation>
    </message>
    <message>
        <source>No file manager could be opened. This is the folder: {folder}</source>
        <translation>ファイルマネージャーを開けませんでした。フォルダーはこちらです：{folder}</translation>
    </message>
</context>
<context>
    <name>ActivityView</name>
    <message>
        <source>Activity</source>
        <translation>アクティビティ</translation>
    </message>
    <message>
        <source>As tables</source>
        <translation>表で表示</translation>
    </message>
    <message>
        <source>Nothing to count yet</source>
        <translation>まだ集計するものがありません</translation>
    </message>
    <message>
        <source>Start an agent on a device, or drop images on the window; what comes in is counted here.</source>
        <translation>デバイスでエージェントを起動するか、画像をウィンドウにドロップしてください。届いたものがここで集計されます。</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>集計中…</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Activity can&apos;t be read: {reason}</source>
        <translation>アクティビティを読み込めません：{reason}</translation>
    </message>
    <message>
        <source>{images} images, {labelled} with labels; {bytes} in all</source>
        <translation>画像{images}枚、うちラベル付き{labelled}枚、合計{bytes}</translation>
    </message>
</context>
<context>
    <name>BinDialog</name>
    <message>
        <source>What was deleted stays here for {n} days. Restored, it is back with its labels and its star.</source>
        <translation>削除した画像は{n}日間ここに残ります。復元するとラベルとスターも元に戻ります。</translation>
    </message>
    <message>
        <source>Nothing is in the bin. What you delete from the library stays here for {n} days.</source>
        <translation>ごみ箱は空です。ライブラリから削除した画像は{n}日間ここに残ります。</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>ごみ箱</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
    <message>
        <source>deleted {moment}</source>
        <translation>{moment}に削除</translation>
    </message>
    <message>
        <source>deleted from {first} to {last}</source>
        <translation>{first}から{last}までに削除</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>Images by node</source>
        <translation>ノード別の画像</translation>
    </message>
    <message>
        <source>Images with labels</source>
        <translation>ラベル付きの画像</translation>
    </message>
    <message>
        <source>Top labels</source>
        <translation>多いラベル</translation>
    </message>
    <message>
        <source>Storage by node</source>
        <translation>ノード別の容量</translation>
    </message>
</context>
<context>
    <name>BudgetDisplay</name>
    <message>
        <source>Cost of Cloud Vision this month</source>
        <translation>今月のCloud Visionの費用</translation>
    </message>
    <message>
        <source>${cost} of ${cap} this month</source>
        <translation>今月 ${cost} / ${cap}</translation>
    </message>
    <message>
        <source>The month&apos;s budget can&apos;t be read: {reason}</source>
        <translation>今月の予算を読み込めません：{reason}</translation>
    </message>
    <message>
        <source>${cost} of ${cap}, {units} of {cap_units} units this month</source>
        <translation>今月 ${cost} / ${cap}、{units} / {cap_units} ユニット</translation>
    </message>
    <message>
        <source>The month&apos;s budget for Cloud Vision is used up. Images get labels that cost nothing until {date}; to go on before, raise google.monthly_cap_usd or google.monthly_cap_units in the settings.</source>
        <translation>今月のCloud Visionの予算を使い切りました。{date}までは費用のかからないラベルを付けます。それより前に再開するには、設定のgoogle.monthly_cap_usdまたはgoogle.monthly_cap_unitsを上げてください。</translation>
    </message>
    <message>
        <source>{percent} % of the month&apos;s budget for Cloud Vision is used; it may come to ${forecast}.</source>
        <translation>今月のCloud Visionの予算の{percent} %を使いました。月末には${forecast}になる見込みです。</translation>
    </message>
    <message>
        <source>{n} units of Cloud Vision in {month}</source>
        <translation>{month}のCloud Vision：{n}ユニット</translation>
    </message>
    <message>
        <source>${forecast} by the end of the month at this rate</source>
        <translation>このペースでは月末までに${forecast}</translation>
    </message>
    <message>
        <source>${saved} saved on images that look alike ({n} units)</source>
        <translation>よく似た画像で${saved}節約（{n}ユニット）</translation>
    </message>
</context>
<context>
    <name>BudgetPage</name>
    <message>
        <source>Gate and budget</source>
        <translation>ゲートと予算</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Units are counted before each call, for all that work on this library. At a cap, labels come from this computer until the month ends.</source>
        <translation>ユニットは呼び出しの前に、このライブラリを使うすべての処理について数えられます。上限に達すると、月末まではこのコンピューターでラベルを付けます。</translation>
    </message>
    <message>
        <source>Cap in dollars</source>
        <translation>上限（ドル）</translation>
    </message>
    <message>
        <source>Most that Cloud Vision may cost in a month. With 0 only what is free is asked for.</source>
        <translation>Cloud Visionの1か月の費用の上限。0にすると無料分だけを使います。</translation>
    </message>
    <message>
        <source> USD</source>
        <translation> USD</translation>
    </message>
    <message>
        <source>Cap in units</source>
        <translation>上限（ユニット）</translation>
    </message>
    <message>
        <source>Most units in a month; a unit is one feature asked for of one image.</source>
        <translation>1か月のユニット数の上限。1枚の画像の1つの機能が1ユニットです。</translation>
    </message>
    <message>
        <source>no cap in units</source>
        <translation>ユニットの上限なし</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>ゲート</translation>
    </message>
    <message>
        <source>An image that looks like the last one labelled of its camera inherits its labels, marked so, and costs nothing. Files that you drop are always looked at.</source>
        <translation>同じカメラで最後にラベルを付けた画像とよく似た画像は、そのラベルを印付きで引き継ぎ、費用はかかりません。ドロップしたファイルは必ず調べます。</translation>
    </message>
    <message>
        <source>Use the gate</source>
        <translation>ゲートを使う</translation>
    </message>
    <message>
        <source>Without it every image is paid for.</source>
        <translation>使わないと、すべての画像に費用がかかります。</translation>
    </message>
    <message>
        <source>How alike</source>
        <translation>どれだけ似ていれば</translation>
    </message>
    <message>
        <source>How many of 64 marks of two images may differ. More saves more calls, and misses more.</source>
        <translation>2枚の画像の64の特徴のうち、いくつまで違ってよいか。大きいほど節約できますが、見逃しも増えます。</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>有効な時間</translation>
    </message>
    <message>
        <source>After this time an image is looked at again, however alike it is.</source>
        <translation>この時間が過ぎると、どれほど似ていても改めて調べます。</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>{month} so far: {units} units, ${cost}; ${saved} saved by the gate. The month began and ends at midnight Pacific time.</source>
        <translation>{month}のここまで：{units}ユニット、${cost}。ゲートによる節約 ${saved}。月は太平洋時間の午前0時に区切られます。</translation>
    </message>
</context>
<context>
    <name>BySource</name>
    <message>
        <source>Add…</source>
        <translation>追加…</translation>
    </message>
    <message>
        <source>A labeller of its own for a node or a camera</source>
        <translation>ノードやカメラごとのラベラー</translation>
    </message>
</context>
<context>
    <name>Centre</name>
    <message>
        <source>Clear search</source>
        <translation>検索をクリア</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>一致するものがありません</translation>
    </message>
    <message>
        <source>No image fits this search. New ones that fit will appear here.</source>
        <translation>この検索に合う画像はありません。合う画像が届くとここに表示されます。</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>すべての画像を表示</translation>
    </message>
    <message>
        <source>No camera yet</source>
        <translation>まだカメラがありません</translation>
    </message>
    <message>
        <source>Run miharu-agent on a device in this network and accept it at the left: its picture appears here.</source>
        <translation>このネットワークのデバイスでmiharu-agentを起動し、左側で承認してください。その映像がここに表示されます。</translation>
    </message>
    <message>
        <source>Reading the library…</source>
        <translation>ライブラリを読み込んでいます…</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Remove {word} from the search</source>
        <translation>検索から{word}を外す</translation>
    </message>
    <message>
        <source>Click to change, − to turn round, Del to remove</source>
        <translation>クリックで変更、−で反転、Delで削除</translation>
    </message>
    <message>
        <source>Search word {word}</source>
        <translation>検索語 {word}</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>除外する</translation>
    </message>
    <message>
        <source>Ask for it</source>
        <translation>含める</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>CloudPage</name>
    <message>
        <source>Cloud Vision</source>
        <translation>Cloud Vision</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Enable the Cloud Vision API in a Google Cloud project, then give a key file or an API key. With neither, Application Default Credentials are used (gcloud auth application-default login).</source>
        <translation>Google CloudのプロジェクトでCloud Vision APIを有効にし、鍵ファイルまたはAPIキーを指定してください。どちらもない場合はApplication Default Credentialsを使います（gcloud auth application-default login）。</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>鍵ファイル</translation>
    </message>
    <message>
        <source>The JSON file of a service account.</source>
        <translation>サービスアカウントのJSONファイル。</translation>
    </message>
    <message>
        <source>Choose a key file</source>
        <translation>鍵ファイルを選択</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>APIキー</translation>
    </message>
    <message>
        <source>Kept in the settings file, for you alone.</source>
        <translation>設定ファイルに、あなただけが読める形で保存されます。</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Asks Cloud Vision about one image</source>
        <translation>Cloud Visionに画像1枚を問い合わせます</translation>
    </message>
    <message>
        <source>Outcome of the test</source>
        <translation>テストの結果</translation>
    </message>
    <message>
        <source>Asks about one grey image, which costs a unit of each feature chosen below.</source>
        <translation>灰色の画像1枚を問い合わせます。下で選んだ機能ごとに1ユニットかかります。</translation>
    </message>
    <message>
        <source>{feature} (${price} for 1,000)</source>
        <translation>{feature}（1,000回 ${price}）</translation>
    </message>
    <message>
        <source>What to ask for</source>
        <translation>調べる内容</translation>
    </message>
    <message>
        <source>Each is billed for each image; the first {free} a month of each are free. Prices of {date}. Safe search is free with labels, crop hints with colours.</source>
        <translation>画像ごとに、機能ごとの費用がかかります。それぞれ月に最初の{free}回は無料です。料金は{date}現在。セーフサーチはラベルと、切り抜き候補は色と一緒なら無料です。</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>機能</translation>
    </message>
    <message>
        <source>The service</source>
        <translation>サービス</translation>
    </message>
    <message>
        <source>Quota</source>
        <translation>割り当て</translation>
    </message>
    <message>
        <source>No more images a minute are sent than your project&apos;s quota allows; Google&apos;s own default is 1,800.</source>
        <translation>1分あたりに送る画像を、プロジェクトの割り当て以内に抑えます。Googleの既定値は1,800です。</translation>
    </message>
    <message>
        <source> images a minute</source>
        <translation> 枚/分</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>待ち時間</translation>
    </message>
    <message>
        <source>How long one batch may take with all its tries.</source>
        <translation>1つのバッチに、再試行を含めてかけてよい時間。</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Another host for a region, or http://HOST:PORT for a proxy without TLS and credentials.</source>
        <translation>地域ごとの別のホスト。TLSと認証のないプロキシにはhttp://HOST:PORT。</translation>
    </message>
    <message>
        <source>Asking Cloud Vision…</source>
        <translation>Cloud Visionに問い合わせています…</translation>
    </message>
    <message>
        <source>It works: Cloud Vision has answered.</source>
        <translation>正常です。Cloud Visionから応答がありました。</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Objects and their places</source>
        <translation>物体とその場所</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Dense text of documents</source>
        <translation>文書の密な文字</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>顔</translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation>ランドマーク</translation>
    </message>
    <message>
        <source>Logos</source>
        <translation>ロゴ</translation>
    </message>
    <message>
        <source>Safe search</source>
        <translation>セーフサーチ</translation>
    </message>
    <message>
        <source>Main colours</source>
        <translation>主な色</translation>
    </message>
    <message>
        <source>Crop hints</source>
        <translation>切り抜き候補</translation>
    </message>
    <message>
        <source>What the web says</source>
        <translation>ウェブ上の情報</translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Pair with {name}</source>
        <translation>{name}とペアリング</translation>
    </message>
    <message>
        <source>Code that {name} shows</source>
        <translation>{name}に表示されたコード</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>ペアリング</translation>
    </message>
    <message>
        <source>Type the eight digits that the device shows in its terminal or its log.</source>
        <translation>デバイスの端末またはログに表示された8桁の数字を入力してください。</translation>
    </message>
    <message>
        <source>No code there, or is it too old? Run this on the device for a new one:</source>
        <translation>コードが見当たらないか、古い場合は、デバイスでこれを実行すると新しいコードが出ます：</translation>
    </message>
    <message>
        <source>Pairing…</source>
        <translation>ペアリング中…</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>Copy “{command}”</source>
        <translation>「{command}」をコピー</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>したいことを入力</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>コマンドを検索</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>該当するコマンド</translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation>その名前のものはありません。</translation>
    </message>
</context>
<context>
    <name>Cost</name>
    <message>
        <source>Part of the month&apos;s budget that is used</source>
        <translation>今月の予算のうち使った割合</translation>
    </message>
    <message>
        <source>Cost this month</source>
        <translation>今月の費用</translation>
    </message>
    <message>
        <source>Nothing: no paid labeller is set up.</source>
        <translation>なし：有料のラベラーは設定されていません。</translation>
    </message>
    <message>
        <source>${cost} of ${cap} spent ({percent} %), {units} units.</source>
        <translation>${cap}のうち${cost}を使用（{percent} %）、{units}ユニット。</translation>
    </message>
    <message>
        <source>${forecast} by the end of {month} if all goes on as in the last 24 hours.</source>
        <translation>過去24時間のペースが続くと、{month}の終わりまでに${forecast}。</translation>
    </message>
    <message>
        <source>${saved} saved by the gate: {units} units for images that look alike.</source>
        <translation>ゲートによる節約 ${saved}：よく似た画像の{units}ユニット。</translation>
    </message>
    <message>
        <source>The cap in units is {cap}.</source>
        <translation>ユニットの上限は{cap}です。</translation>
    </message>
    <message>
        <source>The cap is reached; a new budget begins on {date}.</source>
        <translation>上限に達しました。新しい予算は{date}に始まります。</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Getting started</source>
        <translation>はじめに</translation>
    </message>
    <message>
        <source>Nothing to watch yet</source>
        <translation>まだ見守るものがありません</translation>
    </message>
    <message>
        <source>Images appear here the moment they arrive. Three ways to begin:</source>
        <translation>画像は届くとすぐにここに表示されます。始め方は3つあります：</translation>
    </message>
    <message>
        <source>Watch with a device</source>
        <translation>デバイスで見守る</translation>
    </message>
    <message>
        <source>On a camera or board in this network, run the agent. It is found by itself; press Accept beside it and type the code that it shows.</source>
        <translation>このネットワークのカメラやボードでエージェントを起動してください。自動的に見つかるので、横の「承認」を押し、表示されたコードを入力します。</translation>
    </message>
    <message>
        <source>The first image is on its way…</source>
        <translation>最初の画像がまもなく届きます…</translation>
    </message>
    <message>
        <source>Start scenes</source>
        <translation>シーンを開始</translation>
    </message>
    <message>
        <source>No camera at hand? An agent with built-in scenes shows how it feels, on this computer alone.</source>
        <translation>手元にカメラがなければ、シーンを内蔵したエージェントをこのコンピューターだけで試せます。</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>ファイルを追加…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Drop files, folders or web pictures anywhere here, or paste them. Files stay where they are.</source>
        <translation>ファイル、フォルダー、ウェブの画像をここにドロップするか、貼り付けてください。ファイルは元の場所に残ります。</translation>
    </message>
    <message>
        <source>Bring your own images</source>
        <translation>自分の画像を使う</translation>
    </message>
    <message>
        <source>Look around first</source>
        <translation>まず試してみる</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Facts</source>
        <translation>情報</translation>
    </message>
    <message>
        <source>Copy the SHA-256 hash</source>
        <translation>SHA-256ハッシュをコピー</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>パスをコピー</translation>
    </message>
    <message>
        <source>Reveal in folder</source>
        <translation>フォルダーで表示</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>トリガー</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>撮影日時</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>時計</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>保存日時</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Labeller</source>
        <translation>ラベラー</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>ラベル付け</translation>
    </message>
    <message>
        <source>was not set on the device</source>
        <translation>デバイスの時計が未設定でした</translation>
    </message>
    <message>
        <source>was not set on the device and said {time}; worked out later</source>
        <translation>デバイスの時計が未設定で{time}を示していたため、後から算出しました</translation>
    </message>
    <message>
        <source>{name}, inherited from image {n}, which looks alike</source>
        <translation>{name}、よく似た画像{n}から引き継ぎ</translation>
    </message>
    <message>
        <source> (before: {names})</source>
        <translation> （以前：{names}）</translation>
    </message>
</context>
<context>
    <name>FileTrouble</name>
    <message>
        <source>Read it again</source>
        <translation>読み直す</translation>
    </message>
    <message>
        <source>Correct the file, or move it away. Until then the settings that were read before are in use.</source>
        <translation>ファイルを修正するか、別の場所に移してください。それまでは前に読み込んだ設定を使います。</translation>
    </message>
</context>
<context>
    <name>FindingMenu</name>
    <message>
        <source>Not in this image</source>
        <translation>この画像にはない</translation>
    </message>
    <message>
        <source>Not this, here: hide it on this camera</source>
        <translation>ここでは違う：このカメラで非表示にする</translation>
    </message>
    <message>
        <source>It is in this image</source>
        <translation>この画像にある</translation>
    </message>
    <message>
        <source>Show it again on this camera</source>
        <translation>このカメラで再び表示する</translation>
    </message>
    <message>
        <source>Let what {labeller} said count</source>
        <translation>{labeller}の結果を採用する</translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>What was found</source>
        <translation>見つかったもの</translation>
    </message>
</context>
<context>
    <name>Gifts</name>
    <message>
        <source>{address} could not be fetched: {reason}</source>
        <translation>{address}を取得できませんでした：{reason}</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
</context>
<context>
    <name>HiddenDialog</name>
    <message>
        <source>Hidden on cameras</source>
        <translation>カメラで非表示のもの</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>再び表示</translation>
    </message>
    <message>
        <source>What you said is wrong on a camera. It is hidden there whenever it is found.</source>
        <translation>カメラで誤りとしたもの。見つかってもそのカメラでは表示されません。</translation>
    </message>
    <message>
        <source>Nothing is hidden. “Not this, here” in the inspector hides what is wrong on a camera.</source>
        <translation>非表示のものはありません。インスペクターの「ここでは違う」で、カメラの誤りを非表示にできます。</translation>
    </message>
</context>
<context>
    <name>ImageActions</name>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>やり直す(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View full screen</source>
        <translation>全画面で見る(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Star</source>
        <translation>スター(&amp;S)</translation>
    </message>
    <message>
        <source>Correct &amp;labels…</source>
        <translation>ラベルを修正(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>Save c&amp;opies…</source>
        <translation>コピーを保存(&amp;O)…</translation>
    </message>
    <message>
        <source>Reveal in &amp;folder</source>
        <translation>フォルダーで表示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Delete from library</source>
        <translation>ライブラリから削除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Hidden on cameras…</source>
        <translation>カメラで非表示のもの(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Bin…</source>
        <translation>ごみ箱(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Relabel with</source>
        <translation>ラベルを付け直す(&amp;R)</translation>
    </message>
    <message>
        <source>As set</source>
        <translation>設定どおり</translation>
    </message>
</context>
<context>
    <name>ImageWork</name>
    <message>
        <source>No more than {images} can be taken at once.</source>
        <translation>一度に扱えるのは{images}までです。</translation>
    </message>
    <message>
        <source>Copied {images}.</source>
        <translation>{images}をコピーしました。</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>インスペクター</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>No image selected</source>
        <translation>画像が選択されていません</translation>
    </message>
    <message>
        <source>Select one to see what was found in it.</source>
        <translation>画像を選ぶと、見つかったものが表示されます。</translation>
    </message>
    <message>
        <source>This image is gone</source>
        <translation>この画像はもうありません</translation>
    </message>
    <message>
        <source>It is no longer in the library.</source>
        <translation>ライブラリから削除されました。</translation>
    </message>
    <message>
        <source>This image can&apos;t be shown</source>
        <translation>この画像を表示できません</translation>
    </message>
</context>
<context>
    <name>InspectorPage</name>
    <message>
        <source>Waiting for its labels.</source>
        <translation>ラベル待ちです。</translation>
    </message>
    <message>
        <source>Being labelled…</source>
        <translation>ラベル付け中…</translation>
    </message>
    <message>
        <source>It could not be labelled: {reason}</source>
        <translation>ラベルを付けられませんでした：{reason}</translation>
    </message>
    <message>
        <source>The labeller found nothing to name.</source>
        <translation>名前を付けられるものは見つかりませんでした。</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>情報</translation>
    </message>
    <message>
        <source>About this image</source>
        <translation>この画像について</translation>
    </message>
</context>
<context>
    <name>LabelEditor</name>
    <message>
        <source>Correct labels</source>
        <translation>ラベルを修正</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>ラベルを追加</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Labels of this image</source>
        <translation>この画像のラベル</translation>
    </message>
    <message>
        <source>Labels of {n} images</source>
        <translation>画像{n}枚のラベル</translation>
    </message>
    <message>
        <source>Your word counts more than any labeller&apos;s, also when the images are labelled anew.</source>
        <translation>あなたの指定は、ラベルを付け直した後も、どのラベラーよりも優先されます。</translation>
    </message>
    <message>
        <source>{name} ({n} of them)</source>
        <translation>{name}（うち{n}枚）</translation>
    </message>
</context>
<context>
    <name>LabellingPage</name>
    <message>
        <source>Labelling</source>
        <translation>ラベル付け</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>A chain of two</source>
        <translation>2段階の連携</translation>
    </message>
    <message>
        <source>Labeller</source>
        <translation>ラベラー</translation>
    </message>
    <message>
        <source>Automatic takes Cloud Vision if it is set up and within its cap, else models on this computer if they are installed, else simple checks.</source>
        <translation>自動では、設定済みで上限以内ならCloud Vision、なければインストール済みのこのコンピューターのモデル、なければ簡単な検査を使います。</translation>
    </message>
    <message>
        <source>None: images are only stored</source>
        <translation>なし：画像を保存するだけ</translation>
    </message>
    <message>
        <source>Other labellers</source>
        <translation>その他のラベラー</translation>
    </message>
    <message>
        <source>A labeller of its own for a node, or for one of its cameras.</source>
        <translation>ノードや、そのカメラごとのラベラー。</translation>
    </message>
    <message>
        <source>The chain</source>
        <translation>連携</translation>
    </message>
    <message>
        <source>Used where “A chain of two” is chosen above.</source>
        <translation>上で「2段階の連携」を選んだときに使われます。</translation>
    </message>
    <message>
        <source>First</source>
        <translation>最初</translation>
    </message>
    <message>
        <source>Looks at every image.</source>
        <translation>すべての画像を調べます。</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>次</translation>
    </message>
    <message>
        <source>Looks again where the first leaves it to it.</source>
        <translation>最初のラベラーに任されたものを調べ直します。</translation>
    </message>
    <message>
        <source>Unsure below</source>
        <translation>確信度の下限</translation>
    </message>
    <message>
        <source>With a best score below this, or nothing seen at all, the second one looks.</source>
        <translation>最高スコアがこれより低いか、何も見つからないとき、2番目が調べます。</translation>
    </message>
    <message>
        <source>Also if it sees</source>
        <translation>見つけたら必ず</translation>
    </message>
    <message>
        <source>Labels that are worth a second look, with commas between them.</source>
        <translation>もう一度調べる価値のあるラベル。カンマで区切ります。</translation>
    </message>
    <message>
        <source>person, car</source>
        <translation>person, car</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>ペース</translation>
    </message>
    <message>
        <source>Batches at once</source>
        <translation>同時のバッチ数</translation>
    </message>
    <message>
        <source>More make use of a fast line or many processor cores; fewer leave the computer to you.</source>
        <translation>多いほど速い回線や多くのコアを生かせます。少ないほどコンピューターに余裕が残ります。</translation>
    </message>
    <message>
        <source>Images in a batch</source>
        <translation>1バッチの画像数</translation>
    </message>
    <message>
        <source>How many images are handed over together.</source>
        <translation>まとめて渡す画像の枚数。</translation>
    </message>
    <message>
        <source>as the labeller likes</source>
        <translation>ラベラーに任せる</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>このコンピューター</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>最低スコア</translation>
    </message>
    <message>
        <source>Labels and objects that the models are less sure of are left out.</source>
        <translation>モデルの確信度がこれより低いラベルと物体は省かれます。</translation>
    </message>
    <message>
        <source>Computed by</source>
        <translation>計算に使うもの</translation>
    </message>
    <message>
        <source>The first that works is taken; all but the processor need a matching onnxruntime package.</source>
        <translation>使える最初のものを選びます。プロセッサー以外には対応するonnxruntimeパッケージが必要です。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Names of installed models, with commas. Empty: the best for labels, for objects and for faces.</source>
        <translation>インストール済みモデルの名前をカンマで区切ります。空欄なら、ラベル・物体・顔それぞれに最良のもの。</translation>
    </message>
    <message>
        <source>the best that are installed</source>
        <translation>インストール済みの最良のもの</translation>
    </message>
    <message>
        <source>Google Cloud Vision</source>
        <translation>Google Cloud Vision</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>このコンピューターのモデル</translation>
    </message>
    <message>
        <source>Simple checks (basic)</source>
        <translation>簡単な検査（basic）</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>プロセッサー</translation>
    </message>
    <message>
        <source>CUDA (Nvidia)</source>
        <translation>CUDA（Nvidia）</translation>
    </message>
    <message>
        <source>Core ML (Apple)</source>
        <translation>Core ML（Apple）</translation>
    </message>
    <message>
        <source>DirectML (Windows)</source>
        <translation>DirectML（Windows）</translation>
    </message>
    <message>
        <source>OpenVINO (Intel)</source>
        <translation>OpenVINO（Intel）</translation>
    </message>
</context>
<context>
    <name>LanguagePage</name>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Of all words in this window, and of numbers and dates. It changes at the next start.</source>
        <translation>このウィンドウのすべての言葉と、数字・日付の言語。次回の起動時に変わります。</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>Look</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Light or dark, for this window.</source>
        <translation>このウィンドウの明暗。</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>Size of tiles</source>
        <translation>タイルの大きさ</translation>
    </message>
    <message>
        <source>Also Ctrl with the wheel, and Ctrl+1 to Ctrl+3.</source>
        <translation>Ctrl+ホイール、Ctrl+1～Ctrl+3でも変えられます。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Choose another folder…</source>
        <translation>別のフォルダーを選択…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Miharu</source>
        <translation>Miharu</translation>
    </message>
    <message>
        <source>The library can&apos;t be opened</source>
        <translation>ライブラリを開けません</translation>
    </message>
    <message>
        <source>The library was not opened</source>
        <translation>ライブラリを開くのを中止しました</translation>
    </message>
    <message>
        <source>{folder} – Miharu</source>
        <translation>{folder} – Miharu</translation>
    </message>
    <message>
        <source>Choose a library folder</source>
        <translation>ライブラリのフォルダーを選択</translation>
    </message>
    <message>
        <source>About Miharu</source>
        <translation>Miharuについて</translation>
    </message>
    <message>
        <source>Miharu {version}</source>
        <translation>Miharu {version}</translation>
    </message>
    <message>
        <source>A live, labelled wall for what your cameras see.</source>
        <translation>カメラが見たものを、ラベル付きでそのまま映すウォール。</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Add &amp;files…</source>
        <translation>ファイルを追加(&amp;F)…</translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation>フォルダーを追加(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Paste images</source>
        <translation>画像を貼り付け(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Built-in scenes</source>
        <translation>内蔵シーン(&amp;B)</translation>
    </message>
    <message>
        <source>Show &amp;library folder</source>
        <translation>ライブラリのフォルダーを表示(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>設定(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>検索(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Clear search</source>
        <translation>検索をクリア(&amp;C)</translation>
    </message>
    <message>
        <source>Go to &amp;newest</source>
        <translation>最新へ移動(&amp;N)</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全画面(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Nodes</source>
        <translation>ノード(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>インスペクター(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Pause labelling</source>
        <translation>ラベル付けを一時停止(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>コマンド(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>キーボードショートカット(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Miharu</source>
        <translation>Miharuについて(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Images</source>
        <translation>画像(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Labelling</source>
        <translation>ラベル付け(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Small tiles</source>
        <translation>小さいタイル(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Medium tiles</source>
        <translation>中くらいのタイル(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Large tiles</source>
        <translation>大きいタイル(&amp;L)</translation>
    </message>
    <message>
        <source>S&amp;tream</source>
        <translation>ストリーム(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Wall</source>
        <translation>ウォール(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation>アクティビティ(&amp;A)</translation>
    </message>
</context>
<context>
    <name>MessageArea</name>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Dismiss all</source>
        <translation>すべて閉じる</translation>
    </message>
    <message>
        <source>and 1 more message</source>
        <translation>ほか1件のメッセージ</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>ほか{n}件</translation>
    </message>
</context>
<context>
    <name>ModelEntry</name>
    <message>
        <source>size not known</source>
        <translation>サイズ不明</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>インストール</translation>
    </message>
    <message>
        <source>says what an image shows</source>
        <translation>画像に何が写っているかを言います</translation>
    </message>
    <message>
        <source>finds objects and their places</source>
        <translation>物体とその場所を見つけます</translation>
    </message>
    <message>
        <source>finds objects and their places, slower and better</source>
        <translation>物体とその場所を、より時間をかけて正確に見つけます</translation>
    </message>
    <message>
        <source>finds faces</source>
        <translation>顔を見つけます</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>インストール済み</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未インストール</translation>
    </message>
    <message>
        <source>damaged: install it again</source>
        <translation>破損：再インストールしてください</translation>
    </message>
</context>
<context>
    <name>ModelWork</name>
    <message>
        <source>Fetching the model {name}</source>
        <translation>モデル{name}を取得しています</translation>
    </message>
    <message>
        <source>Adding the model of {file}</source>
        <translation>{file}のモデルを追加しています</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Models label images on this computer, at no cost. They are fetched once, checked, and kept in {folder}.</source>
        <translation>モデルはこのコンピューターで無料で画像にラベルを付けます。一度だけ取得し、検査して、{folder}に保存します。</translation>
    </message>
    <message>
        <source>Looking which are installed…</source>
        <translation>インストール済みのモデルを調べています…</translation>
    </message>
    <message>
        <source>Add a model of your own…</source>
        <translation>自分のモデルを追加…</translation>
    </message>
    <message>
        <source>Choose the description of a model</source>
        <translation>モデルの記述ファイルを選択</translation>
    </message>
    <message>
        <source>Descriptions (*.toml)</source>
        <translation>記述ファイル (*.toml)</translation>
    </message>
</context>
<context>
    <name>NodesList</name>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Accept…</source>
        <translation>承認…</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>登録解除…</translation>
    </message>
    <message>
        <source>Accept {name}</source>
        <translation>{name}を承認</translation>
    </message>
</context>
<context>
    <name>NodesPage</name>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Tell when a node goes silent</source>
        <translation>ノードの沈黙を知らせる</translation>
    </message>
    <message>
        <source>On the desktop where there is a tray, else in the window: which one, why, and since when.</source>
        <translation>トレイがあればデスクトップに、なければウィンドウに、どのノードが、なぜ、いつからかを表示します。</translation>
    </message>
    <message>
        <source>This desktop&apos;s key</source>
        <translation>このデスクトップの鍵</translation>
    </message>
    <message>
        <source>A device lets this desktop in without a code when this was run on it. The key is no secret.</source>
        <translation>これをデバイスで実行すると、コードなしでこのデスクトップを受け入れます。この鍵は秘密ではありません。</translation>
    </message>
    <message>
        <source>Paired nodes</source>
        <translation>ペアリング済みのノード</translation>
    </message>
    <message>
        <source>None yet. Press Accept beside a device that was found.</source>
        <translation>まだありません。見つかったデバイスの横の「承認」を押してください。</translation>
    </message>
</context>
<context>
    <name>NodesPanel</name>
    <message>
        <source>Nodes panel</source>
        <translation>ノードパネル</translation>
    </message>
    <message>
        <source>HOST:PORT</source>
        <translation>HOST:PORT</translation>
    </message>
    <message>
        <source>Address of a node to add</source>
        <translation>追加するノードのアドレス</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Add node</source>
        <translation>ノードを追加</translation>
    </message>
    <message>
        <source>{online} of {all} online</source>
        <translation>{all}台中{online}台オンライン</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Not found by itself? Add it:</source>
        <translation>見つからないときは追加：</translation>
    </message>
</context>
<context>
    <name>OpeningPage</name>
    <message>
        <source>Opening the library…</source>
        <translation>ライブラリを開いています…</translation>
    </message>
    <message>
        <source>Reading what is in it</source>
        <translation>中身を読み込み中</translation>
    </message>
</context>
<context>
    <name>OutageNotice</name>
    <message>
        <source>Images wait for their labels, none is lost: {reason}</source>
        <translation>画像はラベルを待っています。失われたものはありません：{reason}</translation>
    </message>
</context>
<context>
    <name>OwnScenes</name>
    <message>
        <source>The agent with the built-in scenes has ended: {words}</source>
        <translation>内蔵シーンのエージェントが終了しました：{words}</translation>
    </message>
</context>
<context>
    <name>PathLine</name>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <translation>画像</translation>
    </message>
</context>
<context>
    <name>PictureWindow</name>
    <message>
        <source>Image</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>This image is gone</source>
        <translation>この画像はもうありません</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>{what}: ending…</source>
        <translation>{what}：終了しています…</translation>
    </message>
    <message>
        <source>{what}: {n} of {total}</source>
        <translation>{what}：{n} / {total}</translation>
    </message>
    <message>
        <source>{what}: {n}</source>
        <translation>{what}：{n}</translation>
    </message>
    <message>
        <source>about {n} s left</source>
        <translation>残り約{n}秒</translation>
    </message>
    <message>
        <source>about {n} min left</source>
        <translation>残り約{n}分</translation>
    </message>
    <message>
        <source>about {n} h left</source>
        <translation>残り約{n}時間</translation>
    </message>
</context>
<context>
    <name>ProgressLines</name>
    <message>
        <source>Work under way</source>
        <translation>進行中の作業</translation>
    </message>
</context>
<context>
    <name>RetentionNotice</name>
    <message>
        <source>There is {bytes} more than the quota or the disk has room for, but all other images are kept. Raise retention.quota_gb in the settings, or free some space on the disk.</source>
        <translation>割り当てまたはディスクの空きを{bytes}超えていますが、残りの画像はすべて保護されています。設定のretention.quota_gbを上げるか、ディスクの空きを増やしてください。</translation>
    </message>
    <message numerus="yes">
        <source>%n of the oldest image(s) made room for new ones, {bytes}. retention.quota_gb in the settings says how much is kept.</source>
        <translation>
            <numerusform>古い画像%n枚（{bytes}）を、新しい画像のために削除しました。保持する量は設定のretention.quota_gbで決まります。</numerusform>
        </translation>
    </message>
    <message>
        <source>Old images could not make room: {reason}</source>
        <translation>古い画像を削除できませんでした：{reason}</translation>
    </message>
</context>
<context>
    <name>RetentionPage</name>
    <message>
        <source>Retention</source>
        <translation>保存期間</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>試算</translation>
    </message>
    <message>
        <source>Shows what would go now, and removes nothing. Files that you dropped or pasted are never removed, and images with a star stay.</source>
        <translation>今なら何が削除されるかを示すだけで、何も削除しません。ドロップや貼り付けで追加したファイルは削除されず、スター付きの画像も残ります。</translation>
    </message>
    <message>
        <source>Show what would go</source>
        <translation>削除対象を表示</translation>
    </message>
    <message>
        <source>What would go, by node</source>
        <translation>削除対象（ノード別）</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>From</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>To</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Remove old images</source>
        <translation>古い画像を削除する</translation>
    </message>
    <message>
        <source>Without it nothing is ever removed, and storing stops when the disk is full.</source>
        <translation>オフにすると何も削除されず、ディスクが満杯になると保存が止まります。</translation>
    </message>
    <message>
        <source>Quota</source>
        <translation>割り当て</translation>
    </message>
    <message>
        <source>Beyond this size of all images from nodes the oldest go. 0 is no quota.</source>
        <translation>ノードからの画像の合計がこれを超えると、古いものから削除します。0は割り当てなし。</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>Free space to leave</source>
        <translation>残す空き容量</translation>
    </message>
    <message>
        <source>The oldest go as well when the disk has less than this, or a tenth of its size, left.</source>
        <translation>ディスクの空きがこれ、または全体の10分の1を下回ったときも、古いものから削除します。</translation>
    </message>
    <message>
        <source>Labels to keep</source>
        <translation>残すラベル</translation>
    </message>
    <message>
        <source>Images with any of these labels stay, like those with a star. With commas between them.</source>
        <translation>これらのラベルのある画像は、スター付きと同様に残ります。カンマで区切ります。</translation>
    </message>
    <message>
        <source>Keep at least</source>
        <translation>最低保存時間</translation>
    </message>
    <message>
        <source>So long an image stays after it was stored, whatever else is set.</source>
        <translation>ほかの設定にかかわらず、保存後この時間は画像を残します。</translation>
    </message>
    <message>
        <source> h</source>
        <translation> 時間</translation>
    </message>
    <message>
        <source>Looking through the library…</source>
        <translation>ライブラリを調べています…</translation>
    </message>
    <message>
        <source>Nothing would go: {own} of images from nodes, {free} free on the disk.</source>
        <translation>削除対象はありません。ノードからの画像は{own}、ディスクの空きは{free}です。</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s), {bytes}, would go, taken {start} to {end}.</source>
        <translation>
            <numerusform>{start}から{end}までに撮影された画像%n枚（{bytes}）が削除されます。</numerusform>
        </translation>
    </message>
    <message>
        <source>Of {own} from nodes; {free} are free on the disk.</source>
        <translation>ノードからの画像は{own}、ディスクの空きは{free}です。</translation>
    </message>
    <message>
        <source>{bytes} more are too much, but all other images are kept.</source>
        <translation>さらに{bytes}超過していますが、残りの画像はすべて保護されています。</translation>
    </message>
</context>
<context>
    <name>SavedSearchButton</name>
    <message>
        <source>Saved searches</source>
        <translation>保存した検索</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>この検索を保存…</translation>
    </message>
    <message>
        <source>Undo: bring back “{name}”</source>
        <translation>元に戻す：「{name}」を復元</translation>
    </message>
    <message>
        <source>No search is saved yet</source>
        <translation>保存した検索はまだありません</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前を変更</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Save search</source>
        <translation>検索を保存</translation>
    </message>
    <message>
        <source>Name for “{line}”:</source>
        <translation>「{line}」の名前：</translation>
    </message>
    <message>
        <source>Rename search</source>
        <translation>検索の名前を変更</translation>
    </message>
    <message>
        <source>New name:</source>
        <translation>新しい名前：</translation>
    </message>
    <message>
        <source>Saved searches: {reason}</source>
        <translation>保存した検索：{reason}</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Save copies of {images}</source>
        <translation>{images}のコピーを保存</translation>
    </message>
    <message>
        <source>Save here</source>
        <translation>ここに保存</translation>
    </message>
    <message>
        <source>Saving copies</source>
        <translation>コピーを保存中</translation>
    </message>
    <message>
        <source>Saved {images} in {folder}</source>
        <translation>{images}を{folder}に保存しました</translation>
    </message>
    <message>
        <source>{what}, then it was cancelled.</source>
        <translation>{what}。その後キャンセルされました。</translation>
    </message>
    <message>
        <source>{images} could not be read.</source>
        <translation>{images}は読み込めませんでした。</translation>
    </message>
    <message>
        <source>Saving copies stopped: {reason}</source>
        <translation>コピーの保存が止まりました：{reason}</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Filters the images: words, or fields such as node: or after:</source>
        <translation>画像を絞り込みます：単語、または node: や after: などの項目</translation>
    </message>
    <message>
        <source>Clear the search (Esc)</source>
        <translation>検索をクリア (Esc)</translation>
    </message>
    <message>
        <source>Number of images shown</source>
        <translation>表示中の画像の数</translation>
    </message>
    <message>
        <source>Number of images selected</source>
        <translation>選択中の画像の数</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>{n}枚を選択</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>検索中…</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>画像1枚</translation>
    </message>
    <message>
        <source>{total} images</source>
        <translation>画像{total}枚</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
    <message>
        <source>Can&apos;t search for this: {reason}</source>
        <translation>検索できません：{reason}</translation>
    </message>
    <message>
        <source>Search: cat  -person  &quot;hot dog&quot;  node:porch  after:yesterday</source>
        <translation>検索：cat  -person  &quot;hot dog&quot;  node:porch  after:yesterday</translation>
    </message>
</context>
<context>
    <name>Secret</name>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Something unexpected went wrong: {error}. The log says more.</source>
        <translation>予期しない問題が起きました：{error}。詳しくはログをご覧ください。</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Reset “{setting}” to its default</source>
        <translation>「{setting}」を既定値に戻す</translation>
    </message>
</context>
<context>
    <name>SettingsDesk</name>
    <message>
        <source>Settings: {page}</source>
        <translation>設定：{page}</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>保存先</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>保存期間</translation>
    </message>
    <message>
        <source>Labelling</source>
        <translation>ラベル付け</translation>
    </message>
    <message>
        <source>Cloud Vision</source>
        <translation>Cloud Vision</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Gate and budget</source>
        <translation>ゲートと予算</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>設定を検索</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>検索をクリア</translation>
    </message>
    <message>
        <source>No setting found</source>
        <translation>設定が見つかりません</translation>
    </message>
    <message>
        <source>None has all of “{words}”.</source>
        <translation>「{words}」のすべてに合う設定はありません。</translation>
    </message>
</context>
<context>
    <name>SettingsKeeper</name>
    <message>
        <source>The settings file was changed meanwhile; this is what it says now. Change it again if you like.</source>
        <translation>設定ファイルがその間に変更されたため、現在の内容を表示しています。必要なら改めて変更してください。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>Among the images</source>
        <translation>画像の一覧</translation>
    </message>
    <message>
        <source>On the picture</source>
        <translation>画像の表示</translation>
    </message>
    <message>
        <source>In the search line</source>
        <translation>検索欄</translation>
    </message>
    <message>
        <source>On the timeline</source>
        <translation>タイムライン</translation>
    </message>
    <message>
        <source>Move to another image</source>
        <translation>別の画像へ移動</translation>
    </message>
    <message>
        <source>Arrows, Page Up, Page Down, Home, End</source>
        <translation>矢印、Page Up、Page Down、Home、End</translation>
    </message>
    <message>
        <source>Select more</source>
        <translation>選択を広げる</translation>
    </message>
    <message>
        <source>Shift or Ctrl with these, or with a click</source>
        <translation>上記のキーまたはクリックにShiftかCtrlを添える</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>すべて選択</translation>
    </message>
    <message>
        <source>Next image, or the one before</source>
        <translation>次または前の画像</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>矢印</translation>
    </message>
    <message>
        <source>Nearer or further away</source>
        <translation>拡大・縮小</translation>
    </message>
    <message>
        <source>+ or −, or the wheel</source>
        <translation>＋または−、ホイール</translation>
    </message>
    <message>
        <source>Move the picture while it is near</source>
        <translation>拡大中に画像を動かす</translation>
    </message>
    <message>
        <source>Arrows, or the mouse</source>
        <translation>矢印、またはマウス</translation>
    </message>
    <message>
        <source>All of the picture</source>
        <translation>画像全体を表示</translation>
    </message>
    <message>
        <source>0, or double click</source>
        <translation>0、またはダブルクリック</translation>
    </message>
    <message>
        <source>Hide or show the boxes, in full screen</source>
        <translation>枠の表示・非表示（全画面）</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>全画面を終える</translation>
    </message>
    <message>
        <source>Esc, Enter or Space</source>
        <translation>Esc、Enter、Space</translation>
    </message>
    <message>
        <source>Reach the words that are there</source>
        <translation>入力済みの語へ移る</translation>
    </message>
    <message>
        <source>Left, or Backspace at the beginning</source>
        <translation>先頭で←またはBackspace</translation>
    </message>
    <message>
        <source>Change a word</source>
        <translation>語を変更</translation>
    </message>
    <message>
        <source>Enter or F2</source>
        <translation>EnterまたはF2</translation>
    </message>
    <message>
        <source>Leave out what a word finds</source>
        <translation>語を除外にする</translation>
    </message>
    <message>
        <source>Take a word away</source>
        <translation>語を削除</translation>
    </message>
    <message>
        <source>Del or Backspace</source>
        <translation>DelまたはBackspace</translation>
    </message>
    <message>
        <source>Newer or older</source>
        <translation>新しい方・古い方へ</translation>
    </message>
    <message>
        <source>Back to the images</source>
        <translation>画像の一覧へ戻る</translation>
    </message>
    <message>
        <source>Enter, Space or Esc</source>
        <translation>Enter、Space、Esc</translation>
    </message>
    <message>
        <source>Enter, Space or double click</source>
        <translation>Enter、Space、ダブルクリック</translation>
    </message>
    <message>
        <source>Fill the screen with the image</source>
        <translation>画像を全画面で表示</translation>
    </message>
    <message>
        <source>Larger or smaller tiles</source>
        <translation>タイルの拡大・縮小</translation>
    </message>
    <message>
        <source>Ctrl with + or −, or with the wheel</source>
        <translation>Ctrlと＋または−、またはホイール</translation>
    </message>
    <message>
        <source>Clear the search or the selection</source>
        <translation>検索または選択をクリア</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>SilenceNotices</name>
    <message>
        <source>{node} has gone silent</source>
        <translation>{node}からの応答が途絶えました</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Pause labelling</source>
        <translation>ラベル付けを一時停止</translation>
    </message>
    <message>
        <source>Images coming in</source>
        <translation>受信中の画像</translation>
    </message>
    <message>
        <source>Images waiting for labels</source>
        <translation>ラベル待ちの画像</translation>
    </message>
    <message>
        <source>Images labelled a second</source>
        <translation>1秒あたりのラベル付け枚数</translation>
    </message>
    <message>
        <source>{rate} images/s in</source>
        <translation>受信 {rate}枚/秒</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>待機中 {n}</translation>
    </message>
    <message>
        <source>{rate} labelled/s</source>
        <translation>ラベル付け {rate}枚/秒</translation>
    </message>
    <message>
        <source>Resume labelling</source>
        <translation>ラベル付けを再開</translation>
    </message>
    <message>
        <source>Labelling stands still: {reason}</source>
        <translation>ラベル付けが止まっています：{reason}</translation>
    </message>
    <message>
        <source>Labelling is paused</source>
        <translation>ラベル付けは一時停止中です</translation>
    </message>
    <message>
        <source>Labelling with {name}</source>
        <translation>{name}でラベル付け</translation>
    </message>
</context>
<context>
    <name>StorePage</name>
    <message>
        <source>Store</source>
        <translation>保存先</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>The folder that images are kept in. Another one is opened at the next start; none is moved.</source>
        <translation>画像を保存するフォルダー。別のフォルダーは次回の起動時に開きます。画像は移動しません。</translation>
    </message>
    <message>
        <source>Choose a library folder</source>
        <translation>ライブラリのフォルダーを選択</translation>
    </message>
    <message>
        <source>Miharu in your pictures</source>
        <translation>ピクチャフォルダー内のMiharu</translation>
    </message>
    <message>
        <source>Where things are</source>
        <translation>ファイルの場所</translation>
    </message>
    <message>
        <source>The library that is open:</source>
        <translation>開いているライブラリ：</translation>
    </message>
    <message>
        <source>The settings file, which may also be edited by hand:</source>
        <translation>設定ファイル（手で編集することもできます）：</translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>Images and labels over time</source>
        <translation>画像とラベルの推移</translation>
    </message>
    <message>
        <source>Top labels</source>
        <translation>多いラベル</translation>
    </message>
    <message>
        <source>Storage by node</source>
        <translation>ノード別の容量</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>With labels</source>
        <translation>ラベル付き</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>容量</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>タイムライン</translation>
    </message>
    <message numerus="yes">
        <source>{when} · %n image(s)</source>
        <translation>
            <numerusform>{when} · 画像%n枚</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Images still come in and are labelled. Quit from the icon in the tray.</source>
        <translation>画像の受信とラベル付けは続いています。終了するにはトレイのアイコンを使ってください。</translation>
    </message>
    <message>
        <source>Miharu goes on watching</source>
        <translation>Miharuは見張りを続けます</translation>
    </message>
    <message>
        <source>Hide window</source>
        <translation>ウィンドウを隠す</translation>
    </message>
    <message>
        <source>Show window</source>
        <translation>ウィンドウを表示</translation>
    </message>
    <message>
        <source>Miharu: new images: {n}</source>
        <translation>Miharu：新しい画像 {n}枚</translation>
    </message>
    <message>
        <source>Miharu</source>
        <translation>Miharu</translation>
    </message>
</context>
<context>
    <name>Trusting</name>
    <message>
        <source>Forget {name}?</source>
        <translation>{name}の登録を解除しますか？</translation>
    </message>
    <message>
        <source>No more images come from it until it is paired again. Those in the library stay. The device still lets this computer in until `miharu-agent revoke` is run there.</source>
        <translation>再びペアリングするまで、このノードから画像は届きません。ライブラリの画像は残ります。デバイス側で `miharu-agent revoke` を実行するまで、デバイスはこのコンピューターを受け入れ続けます。</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>登録解除</translation>
    </message>
</context>
<context>
    <name>ViewSwitch</name>
    <message>
        <source>View</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Stream: all images, newest first</source>
        <translation>ストリーム：すべての画像を新しい順に</translation>
    </message>
    <message>
        <source>Wall: what every camera sees now</source>
        <translation>ウォール：各カメラの今</translation>
    </message>
    <message>
        <source>Activity: images, labels, storage and cost over time</source>
        <translation>アクティビティ：画像、ラベル、容量、費用の推移</translation>
    </message>
</context>
<context>
    <name>WallView</name>
    <message>
        <source>Cameras</source>
        <translation>カメラ</translation>
    </message>
</context>
<context>
    <name>WebImages</name>
    <message>
        <source>Fetching {name}</source>
        <translation>{name}を取得しています</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome</source>
        <translation>ようこそ</translation>
    </message>
    <message>
        <source>Miharu keeps what your cameras see in a folder that you can read: plain image files by day and camera. Where shall it be?</source>
        <translation>Miharuは、カメラが捉えたものを、日付とカメラごとに分けた普通の画像ファイルとして、そのまま読めるフォルダーに保存します。どこに置きますか？</translation>
    </message>
    <message>
        <source>Choose a library folder</source>
        <translation>ライブラリのフォルダーを選択</translation>
    </message>
    <message>
        <source>Library folder</source>
        <translation>ライブラリのフォルダー</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Take a disk with room. You can change this later in the settings.</source>
        <translation>空きのあるディスクを選んでください。後から設定で変更できます。</translation>
    </message>
    <message>
        <source>Welcome to Miharu</source>
        <translation>Miharuへようこそ</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>There was nothing to change.</source>
        <translation>変更するものはありませんでした。</translation>
    </message>
    <message>
        <source>Not all could be undone: {what}.</source>
        <translation>一部は元に戻せませんでした：{what}。</translation>
    </message>
    <message>
        <source>Undone: {what}.</source>
        <translation>元に戻しました：{what}。</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>It could not be done again.</source>
        <translation>やり直せませんでした。</translation>
    </message>
    <message>
        <source>{what}, then it was cancelled.</source>
        <translation>{what}、その後キャンセルされました。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Add files</source>
        <translation>ファイルを追加</translation>
    </message>
    <message>
        <source>Images (*.jpg *.jpeg *.png *.webp)</source>
        <translation>画像 (*.jpg *.jpeg *.png *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>フォルダーを追加</translation>
    </message>
    <message>
        <source>There is no image in what was dropped or pasted.</source>
        <translation>ドロップまたは貼り付けたものに画像がありません。</translation>
    </message>
    <message>
        <source>Images are being added. The present search may hide them.</source>
        <translation>画像を追加しています。現在の検索では表示されないことがあります。</translation>
    </message>
    <message>
        <source>Search: {name}</source>
        <translation>検索：{name}</translation>
    </message>
    <message>
        <source>Show only {node}</source>
        <translation>{node}だけを表示</translation>
    </message>
    <message>
        <source>node</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>The search can&apos;t complete words: {reason}</source>
        <translation>検索語を補完できません：{reason}</translation>
    </message>
</context>
<context>
    <name>_Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>設定…</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>Node, or node/camera</source>
        <translation>ノード、またはノード/カメラ</translation>
    </message>
    <message>
        <source>node/camera</source>
        <translation>ノード/カメラ</translation>
    </message>
    <message>
        <source>Labeller</source>
        <translation>ラベラー</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>_NoNodes</name>
    <message>
        <source>No node yet. On a camera or board on this network, run:</source>
        <translation>まだノードがありません。このネットワークのカメラやボードで次を実行してください：</translation>
    </message>
    <message>
        <source>It appears here within seconds.</source>
        <translation>数秒でここに現れます。</translation>
    </message>
</context>
<context>
    <name>_Overlay</name>
    <message>
        <source>Drop to add</source>
        <translation>ドロップして追加</translation>
    </message>
    <message>
        <source>Images, folders or web pictures. Your files stay where they are.</source>
        <translation>画像、フォルダー、ウェブの画像。ファイルは元の場所に残ります。</translation>
    </message>
</context>
<context>
    <name>_Paired</name>
    <message>
        <source>Forget…</source>
        <translation>登録解除…</translation>
    </message>
    <message>
        <source>Forget {node}</source>
        <translation>{node}の登録を解除</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>What to do with {name}</source>
        <translation>{name}の操作</translation>
    </message>
</context>
<context>
    <name>_Taken</name>
    <message>
        <source>Adding images</source>
        <translation>画像を追加しています</translation>
    </message>
    <message>
        <source>1 file could not be added: {reason}</source>
        <translation>1個のファイルを追加できませんでした：{reason}</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>ほか{n}個</translation>
    </message>
    <message>
        <source>{n} files could not be added: {names}</source>
        <translation>{n}個のファイルを追加できませんでした：{names}</translation>
    </message>
    <message>
        <source>1 image was added.</source>
        <translation>画像を1枚追加しました。</translation>
    </message>
    <message>
        <source>{n} images were added.</source>
        <translation>画像を{n}枚追加しました。</translation>
    </message>
    <message>
        <source>Adding images stopped: {reason} {added}</source>
        <translation>画像の追加が止まりました：{reason} {added}</translation>
    </message>
    <message>
        <source>Cancelled. {added}</source>
        <translation>キャンセルされました。{added}</translation>
    </message>
    <message>
        <source>There is no JPEG, PNG or WebP image in {names}.</source>
        <translation>{names}にJPEG、PNG、WebPの画像はありません。</translation>
    </message>
</context>
<context>
    <name>_Transfer</name>
    <message>
        <source>it is larger than {limit}</source>
        <translation>{limit}を超えています</translation>
    </message>
    <message>
        <source>nothing came for {n} seconds; try again later</source>
        <translation>{n}秒間何も届きませんでした。後でもう一度お試しください</translation>
    </message>
    <message>
        <source>it was given up</source>
        <translation>取りやめました</translation>
    </message>
    <message>
        <source>{host} can&apos;t be reached: {reason}</source>
        <translation>{host}に接続できません：{reason}</translation>
    </message>
    <message>
        <source>it is a web page; drop the picture itself, or save it as a file first</source>
        <translation>ウェブページです。画像そのものをドロップするか、先にファイルに保存してください</translation>
    </message>
</context>
<context>
    <name>panels</name>
    <message>
        <source>{condition}, since {time}</source>
        <translation>{condition}（{time}から）</translation>
    </message>
</context>
</TS>
