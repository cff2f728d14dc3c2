#include "server/api/public_style.h"

namespace chuan::server::api {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#16202a;--muted:#56616c;--line:#dfe3e7;--soft:#f5f7f8;--accent:#0b6a7c;--on-accent:#fff;
--valid:#d3efe4;--valid-ink:#005a48;--warn:#ffd25e;--warn-ink:#4d3200;--bad:#b3261e;--bad-ink:#fff;--gone:#3d3166;--gone-ink:#fff;
--next:#3f4a54;--next-ink:#fff;--open:#eef1f3;--open-ink:#3f4a54}
@media (prefers-color-scheme:dark){:root{--paper:#12181d;--ink:#e8edf1;--muted:#a3b0bb;--line:#2c363f;--soft:#1a2229;--accent:#0b6a7c;
--valid:#0c4336;--valid-ink:#8ce8cc;--warn:#ffcf5c;--warn-ink:#2b1c00;--bad:#ff8f7d;--bad-ink:#2d0600;--gone:#c9b8ff;--gone-ink:#1d1433;
--next:#c3ccd4;--next-ink:#12181d;--open:#1a2229;--open-ink:#c3ccd4}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.45 Inter,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;-webkit-text-size-adjust:100%}
main,header,footer{max-width:720px;margin:0 auto;padding:0 20px}
header{display:flex;justify-content:space-between;gap:16px;align-items:center;min-height:52px;font-size:14px;color:var(--muted)}
header b{color:var(--ink);font-weight:600}
a{color:var(--accent)}
@media (prefers-color-scheme:dark){a{color:#6ec6d6}}
.second{color:var(--muted);font-weight:400}
.sample{background:repeating-linear-gradient(-45deg,#ffd25e 0 14px,#ffdf8d 14px 28px);color:#4d3200;text-align:center;padding:8px 20px;font-size:14px}
.sample b{letter-spacing:.12em;font-size:16px;margin-right:8px}
.kind{margin:20px 0 12px}
.kind h1{margin:0;font-size:26px;line-height:1.15;letter-spacing:.01em;font-weight:700}
.kind p{margin:4px 0 0;font-size:16px;font-weight:600}
.kind .second{font-size:14px;font-weight:400}
.answer{display:flex;gap:14px;align-items:center;border-radius:6px;padding:20px 18px}
.answer svg{width:48px;height:48px;flex:none}
.answer strong{display:block;font-size:27px;line-height:1.12;font-weight:700;overflow-wrap:anywhere}
.answer span{display:block;font-size:16px;margin-top:2px}
.valid,.genuine{background:var(--valid);color:var(--valid-ink)}
.suspended{background:var(--warn);color:var(--warn-ink)}
.expired,.ended_early,.failed{background:var(--bad);color:var(--bad-ink)}
.revoked{background:var(--gone);color:var(--gone-ink)}
.replaced{background:var(--next);color:var(--next-ink)}
.unknown,.not_yet_issued,.mistyped,.trouble{background:var(--open);color:var(--open-ink);outline:2px dashed currentColor;outline-offset:-2px}
.why{margin:16px 0 0;font-size:17px}
.why .second,.note .second{display:block;font-size:14px}
.note{margin:12px 0 0;padding:10px 14px;border-left:4px solid var(--accent);background:var(--soft)}
dl{margin:20px 0 0;border-top:1px solid var(--line)}
dl div{display:flex;justify-content:space-between;gap:20px;padding:9px 0;border-bottom:1px solid var(--line)}
dt{color:var(--muted);font-size:14px;flex:none;max-width:45%}
dd{margin:0;text-align:right;font-weight:600;overflow-wrap:anywhere}
dd small{display:block;font-weight:400;color:var(--muted);font-size:13px}
.plate{margin:28px 0 0;border:2px solid var(--ink);border-radius:6px;padding:16px 20px 18px}
.plate h2{margin:0;font-size:18px}
.plate p{margin:2px 0 0;font-size:14px;color:var(--muted)}
.plate dl{margin:12px 0 0;border:0}
.plate dl div{display:block;padding:8px 0 0;border:0}
.plate dt{max-width:none;font-size:13px}
.plate dd{text-align:left;font-size:26px;line-height:1.2;font-weight:700}
.plate .stated{font-size:18px;font-weight:400;color:var(--muted)}
.days,.forms{margin:28px 0 0;border-top:1px solid var(--line);padding-top:16px}
h2{margin:0;font-size:16px;font-weight:600}
form{display:flex;flex-wrap:wrap;gap:10px;align-items:flex-end;margin:10px 0 0}
label{display:block;font-size:14px;color:var(--muted);flex:1 1 180px}
input{display:block;width:100%;margin-top:4px;min-height:48px;padding:8px 12px;font:inherit;color:var(--ink);background:var(--paper);border:1px solid #8b97a2;border-radius:4px}
.code input{font-size:20px;letter-spacing:.06em;text-transform:uppercase}
button{min-height:48px;padding:0 22px;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:1px solid var(--accent);border-radius:4px;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.hint{margin:6px 0 0;font-size:14px;color:var(--muted)}
footer{margin-top:32px;padding-top:14px;padding-bottom:32px;font-size:13px;color:var(--muted)}
footer p{margin:4px 0}
@media (min-width:700px){.answer{padding:28px}.answer strong{font-size:38px}.answer svg{width:64px;height:64px}.kind h1{font-size:32px}
.plate dl{display:grid;grid-template-columns:1fr 1fr;gap:4px 24px}}
@media print{.days,.forms,header a{display:none}body{color:#000;background:#fff}.answer{border:2px solid #000;-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

const std::string_view kPublicStyle = kStyle;

}  // namespace chuan::server::api
