// Layout and script of the page, as they stand in it. The script only adds: without it every table is there in full.
#include "reporters/html/page.h"

namespace gpupeak::html {

std::string_view page_css() {
  return R"(:root{color-scheme:light dark}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:1280px;padding:1rem clamp(.75rem,3vw,2rem) 3rem;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif;overflow-wrap:break-word}
h1{font-size:1.5rem;margin:.5rem 0 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}
.card h2{margin-top:0}
p{margin:.35rem 0}.faint,.note,header p{color:var(--faint)}.note{font-size:.85rem}
.verdict{font-size:1.15rem;font-weight:600}
.alarm{color:var(--alarm)}.caution{color:var(--caution)}.good{color:var(--good)}.strong{font-weight:600}
code,.id{font-family:ui-monospace,monospace;font-size:.85em;overflow-wrap:anywhere}
a{color:var(--s0)}nav{margin:.75rem 0}nav a{display:inline-block;padding:.2rem .6rem .2rem 0}
:focus-visible{outline:3px solid var(--s0);outline-offset:2px}
.card{background:var(--panel);border:1px solid var(--rule);border-radius:6px;padding:1rem;margin:1rem 0}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;margin:.5rem 0}dt{color:var(--faint)}dd{margin:0}
.charts{columns:2 340px;column-gap:2rem}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:0 2rem;align-items:start}.grid>*{min-width:0}.grid figure{margin-top:1rem}
@media(min-width:900px){.beside{display:grid;grid-template-columns:minmax(0,540px) minmax(0,1fr);column-gap:2rem;align-items:start}.beside>*{grid-column:1/-1}.beside>svg{grid-area:3/1}.beside>.frame{grid-area:3/2}.beside>.filter{display:none}.beside>.frame td:nth-child(2){min-width:13rem}}
.bar{display:inline-block;width:6rem;height:.6rem;margin-left:.6rem;border-radius:2px;background:linear-gradient(var(--s0),var(--s0)) 0/var(--of) 100% no-repeat var(--rule);print-color-adjust:exact}
.terms{columns:2 340px;column-gap:2rem}
figure{margin:0 0 1.25rem;min-width:0;break-inside:avoid}figcaption{font-weight:600;margin-bottom:.25rem}
svg{display:block;width:100%;max-width:580px;height:auto}
.frame{overflow-x:auto;margin:.5rem 0;border:1px solid var(--rule);border-radius:4px;background:linear-gradient(90deg,var(--ground) 1rem,transparent) 0 0/2rem 100% no-repeat local,linear-gradient(-90deg,var(--ground) 1rem,transparent) 100% 0/2rem 100% no-repeat local,linear-gradient(90deg,var(--faint),transparent) 0 0/.5rem 100% no-repeat scroll,linear-gradient(-90deg,var(--faint),transparent) 100% 0/.5rem 100% no-repeat scroll,var(--ground)}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.87rem;font-variant-numeric:tabular-nums}
table{--gap:.6rem}th,td{padding:.25rem var(--gap);text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
tbody tr:last-child td{border-bottom:0}
.name{position:sticky;left:0;background:var(--ground)}.short{display:none}
thead th,thead .name{background:var(--panel);vertical-align:bottom}
.n{text-align:right}td.n{white-space:nowrap}td.key{max-width:16rem;white-space:normal;overflow-wrap:break-word}td.id{min-width:9rem}td.notes{min-width:13rem;max-width:28rem;font-size:.9em}td p{margin:0}td.reason p{max-width:min(50rem,100vw - 12rem);color:var(--ink);font-size:.9em}
@media(max-width:640px){.bar{width:2rem;margin-left:.3rem}table{--gap:.3rem;font-size:.8rem}td.id{min-width:16rem}td.id.name{min-width:8rem}.short{display:table-cell}.short~.key{display:none}td.name{max-width:9rem;overflow-wrap:break-word}td.notes{min-width:14rem}}
summary{cursor:pointer;color:var(--faint)}
th{position:relative}th button{all:unset;cursor:pointer;display:block;box-sizing:border-box;min-width:24px;min-height:24px;width:calc(100% + 2*var(--gap));margin:-.25rem calc(-1*var(--gap));padding:.25rem var(--gap)}
th button::before{content:"";position:absolute;inset:0}th button:hover{text-decoration:underline}th button:focus-visible{outline:3px solid var(--s0);outline-offset:-3px}
th button::after{content:"\a0↕";content:"\a0↕"/"";color:var(--faint);font-weight:400}th[aria-sort] button::after{content:"\a0↑";content:"\a0↑"/"";color:inherit;font-weight:inherit}th[aria-sort=descending] button::after{content:"\a0↓";content:"\a0↓"/""}
.filter{display:block;margin:.5rem 0 0;color:var(--faint);font-size:.85rem}.filter input{font:inherit;color:var(--ink);background:var(--ground);border:1px solid var(--faint);border-radius:4px;padding:.2rem .4rem;width:min(100%,22rem)}
@media print{body{max-width:none;font-size:10pt;padding:0}.filter,nav{display:none}.frame{overflow:visible;border:0;background:none}.name{position:static}
table,td.notes,td.reason p{font-size:8pt}td.id{font-size:7.5pt;min-width:3rem}td.id.name{min-width:8rem}td.notes{min-width:5rem}td.why{min-width:9rem}th,td{padding:.15rem .2rem}figure td{overflow-wrap:anywhere;min-width:4rem}
thead{display:table-header-group;break-inside:avoid}th button{display:contents}th button::before,th button::after{display:none}
details::details-content{content-visibility:visible;block-size:auto;display:block}
tr,.card{break-inside:avoid}figure{break-inside:auto}h2,h3,summary,.charts figcaption{break-after:avoid}.charts,.terms{columns:auto}.grid,.beside{display:block}.bar{width:3rem}svg{max-width:11cm}}
)";
}

std::string_view page_script() {
  return R"js("use strict";
const text = new Intl.Collator("en", { numeric: true }).compare;
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0], rows = [...body.rows];
  if (rows.length < 2) continue;
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, i) => {
    const cell = row.cells[i];
    if (!cell || cell.colSpan > 1) return null;
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    const words = cell.textContent.trim();
    return words == "" || words == "–" || cell.matches(".n:not(.key)") ? null : words;
  };
  const order = (a, b) => (typeof a != typeof b ? (typeof a == "number" ? -1 : 1) : typeof a == "number" ? a - b : text(a, b));
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") == "ascending";
      heads.forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map((row) => [key(row, i), row]), known = keyed.filter(([k]) => k !== null);
      known.sort(([a], [b]) => (down ? order(b, a) : order(a, b)));
      body.append(...known.concat(keyed.filter(([k]) => k === null)).map(([, row]) => row));
    });
  });
  if (rows.length < 8) continue;
  const label = document.createElement("label"), input = document.createElement("input");
  label.className = "filter";
  input.type = "search";
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  label.append("Filter rows: ", input, " ", count);
  table.parentNode.before(label);
  const texts = rows.map((row) => row.textContent.toLowerCase());
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      if (!row.hidden) ++shown;
    });
    count.textContent = shown < rows.length ? shown + " of " + rows.length : "";
  });
}
if (!CSS.supports("selector(::details-content)"))
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => (d.open = true)));
)js";
}

}  // namespace gpupeak::html
