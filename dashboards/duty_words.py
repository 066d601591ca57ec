"""The Chinese word for each state in which a notice leaves the house (外发).

Contents: HOW
"""

HOW = {
    "pending": "等候发出",
    "sending": "正在发",
    "sent": "已送出",
    "failed": "没有送达",
    "unknown": "不明",
    "not needed": "不必再发",
    "blackhole": "演练，未外发",
    "page only": "只在系统内",
}
