"""How the sample sites look: articles, lists, board threads, feeds, as small real sites make them.

Contents: frame · article · listing · board · thread · rss · json_feed · told
"""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawler.sample.world import Post

NAMES = {"news": "木棉新闻网", "town": "边城资讯", "board": "民声留言板", "social": "微帖"}
STYLE = """<style>
body { max-width: 46rem; margin: 0 auto; padding: 0 1rem; font: 16px/1.8 sans-serif; color: #222 }
.nav { padding: .8rem 0; border-bottom: 2px solid #b33 }
h1 { font-size: 1.5rem; line-height: 1.4 }
.info, .meta, .time, .footer, .side { color: #777; font-size: .85rem }
.content p, .message p { text-indent: 2em }
.reply { background: #f4f6f8; padding: .8rem; border-left: 3px solid #b33 }
td { padding: .2rem 1rem .2rem 0 }
.footer { border-top: 1px solid #ddd; margin-top: 2rem; padding: 1rem 0 }
</style>"""
NOTICE = "本站为软件自带的示例站点，内容均属虚构。"


def frame(site: str, title: str, body: str, head: str = "") -> str:
    """Around every page: navigation, the body, what else is read, the footer."""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}_{NAMES[site]}</title>{head}{STYLE}</head>'
        f'<body><div class="nav"><b>{NAMES[site]}</b>　<a href="/">首页</a></div>{body}'
        '<div class="side"><h3>猜你喜欢</h3><ul><li>本周天气提示</li><li>周末去哪儿</li></ul></div>'
        f'<div class="footer">{NAMES[site]}　{NOTICE}</div></body></html>'
    )


def article(post: Post, now: datetime) -> str:
    """An article page; the second site tells its times as people do."""
    told_at = f"{post.published:%Y-%m-%d %H:%M}" if post.site == "news" else told(post.published, now)
    head = f'<meta property="article:published_time" content="{post.published.isoformat()}">' if post.site == "news" else ""
    body = (
        f'<h1>{escape(post.title)}</h1><div class="info"><span class="time">{told_at}</span> 来源：{NAMES[post.site]}</div>'
        f'<div class="content" id="content">{_paragraphs(post.text)}</div>'
    )
    return frame(post.site, post.title, body, head)


def listing(posts: Sequence[Post], page: int, more: bool, now: datetime) -> str:
    """One page of the list of articles, with the link to the next."""
    items = "".join(f'<li><a href="{p.path}">{escape(p.title)}</a> <span class="time">{told(p.published, now)}</span></li>' for p in posts)
    following = f'<a class="next" href="/list/{page + 1}.html">下一页</a>' if more else ""
    return frame("town", "要闻", f'<ul class="list">{items}</ul>{following}')


def board(posts: Sequence[Post], page: int, more: bool) -> str:
    """One page of the board: titles, times, answered or not."""
    rows = "".join(
        f'<tr><td><a href="{p.path}">{escape(p.title)}</a></td><td class="time">{p.published:%Y-%m-%d %H:%M}</td>'
        f"<td>{'已回复' if p.reply else '待回复'}</td></tr>"
        for p in posts
    )
    following = f'<a class="next" href="/board?page={page + 1}">下一页</a>' if more else ""
    return frame("board", "留言", f'<table class="list">{rows}</table>{following}')


def thread(post: Post) -> str:
    """A message with the official reply, where there is one. The writer's name is on the page, as on a real board."""
    reply = f'<div class="reply"><b>官方回复</b><div>{escape(post.reply)}</div></div>' if post.reply else ""
    meta = (
        f"网友{7000 + post.number} 发表于 {post.published:%Y-%m-%d %H:%M}　阅读 {37 * post.number % 900 + 12}　点赞 {post.number * 7 % 61}"
    )
    body = f'<h1>{escape(post.title)}</h1><div class="meta">{meta}</div><div class="message">{_paragraphs(post.text)}</div>{reply}'
    return frame("board", post.title, body)


def short(post: Post) -> str:
    """A short post's own page."""
    return frame(
        "social", post.title, f'<div class="post">{_paragraphs(post.text)}</div><span class="time">{post.published:%Y-%m-%d %H:%M}</span>'
    )


def rss(base: str, posts: Sequence[Post]) -> str:
    """The feed of the news site, with summaries."""
    items = "".join(
        f'<item><title>{escape(p.title)}</title><link>{base}{p.path}</link><guid isPermaLink="false">{p.path}</guid>'
        f"<pubDate>{format_datetime(p.published)}</pubDate><description>{escape(p.text[:80])}</description></item>"
        for p in posts
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{NAMES["news"]}</title><link>{base}</link>'
        f"<description>{NOTICE}</description><ttl>1</ttl>{items}</channel></rss>"
    )


def json_feed(base: str, path: str, posts: Sequence[Post]) -> str:
    """The short posts, in the shape RSSHub gives them."""
    items = [
        {
            "id": p.path,
            "url": base + p.path,
            "title": p.title,
            "content_html": _paragraphs(p.text),
            "date_published": p.published.isoformat(),
            "authors": [{"name": f"用户{8000 + p.number * 13}"}],
            "_extra": {"likes": p.number * 11 % 97, "comments": p.number * 5 % 23},
        }
        for p in posts
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": NAMES["social"], "home_page_url": base, "feed_url": base + path}
    return json.dumps({**feed, "description": NOTICE, "language": "zh-cn", "items": items}, ensure_ascii=False)


def told(moment: datetime, now: datetime) -> str:
    """A moment as a site tells it: 刚刚, 5分钟前, 3小时前, 昨天 12:30, 11月20日 08:15."""
    ago = now - moment
    if ago < timedelta(minutes=1):
        return "刚刚"
    if ago < timedelta(hours=1):
        return f"{ago // timedelta(minutes=1)}分钟前"
    if moment.date() == now.date():
        return f"{ago // timedelta(hours=1)}小时前"
    if moment.date() == now.date() - timedelta(days=1):
        return f"昨天 {moment:%H:%M}"
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
