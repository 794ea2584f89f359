import { escapeHtml } from '../http.ts';

const STYLE = `
:root{color-scheme:light dark;--bg:#f3f4f6;--card:#fff;--text:#1a1d23;--dim:#656c79;--line:#d9dde3;--accent:#1c62d1;--soft:#f6f7f9}
@media(prefers-color-scheme:dark){:root{--bg:#101215;--card:#191c20;--text:#e7e9ec;--dim:#8f97a3;--line:#363c44;--accent:#2c6bd8;--soft:#22262b}}
*{box-sizing:border-box}body{margin:0;padding:24px 12px;background:var(--bg);color:var(--text);font:14px/20px -apple-system,"PingFang SC",
"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{width:min(560px,100%);margin:0 auto;background:var(--card);border-radius:8px;overflow:hidden}
h1{font-weight:600;font-size:16px;line-height:24px;margin:24px 24px 4px}p{color:var(--dim);font-size:13px;margin:0 24px 20px}
h2{font-weight:400;font-size:12px;line-height:16px;color:var(--dim);margin:16px 0 8px}
details{border-top:1px solid var(--line)}summary{display:flex;justify-content:space-between;gap:12px;align-items:center;min-height:56px;
padding:8px 24px;cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}summary b{font-weight:600}
summary:hover,summary:focus-visible,details[open]>summary{background:var(--soft);outline:none}
small{color:var(--dim);font-size:12px;line-height:16px}form{padding:0 24px 20px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:4px 12px}
label{display:flex;gap:8px;align-items:center;min-height:40px;cursor:pointer}label small{display:block}
input{width:16px;height:16px;margin:0;accent-color:var(--accent)}footer{padding-top:16px}
button{width:100%;height:40px;border:0;border-radius:8px;background:var(--accent);color:#fff;font:inherit;font-weight:500;cursor:pointer}
button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

export const wholePage = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

export const noticePage = (title: string, message: string): string =>
  wholePage(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(message)}</p>`);
