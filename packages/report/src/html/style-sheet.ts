import { entriesOf, themes, type Theme } from '../drawing/palette.ts'

/** Returns the style sheet of the page. Printed pages have light colors, even if the screen has dark colors. */
export function styleSheet(): string {
  return `:root{color-scheme:light dark;${variables('light')}}
@media screen and (prefers-color-scheme:dark){:root{${variables('dark')}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--surface);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main,.page-header{max-width:74rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.9rem;line-height:1.2;margin:1.6rem 0 .4rem}
h2{font-size:1.4rem;margin:2.8rem 0 .6rem;padding-top:.8rem;border-top:1px solid var(--grid)}
h3{font-size:1.1rem;margin:2rem 0 .4rem}
h1,h2,h3,p,dd,figcaption,summary{overflow-wrap:anywhere}
p{margin:.5rem 0}
a{color:var(--series-0)}
:focus-visible{outline:3px solid var(--series-1);outline-offset:2px}
.skip{position:absolute;left:-999rem;background:var(--surface);padding:.5rem 1rem;z-index:1}
.skip:focus{left:0;top:0}
.subtitle{color:var(--muted);font-size:1.1rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr));gap:.6rem 1.5rem;margin:1rem 0}
.facts dt,.digits small{color:var(--muted);font-size:.85rem}
.facts dd{margin:0}
.note{border-left:4px solid var(--series-1);padding-left:.8rem;max-width:48rem;overflow-wrap:anywhere}
nav ul{list-style:none;padding:0;margin:1rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}
nav a{display:inline-block;padding:.25rem 0}
figure{margin:1.6rem 0 2.4rem;max-width:57rem;break-inside:avoid}
figure>svg{display:block;width:100%;height:auto;font-size:12px}
svg.narrow{display:none}
figcaption{color:var(--muted);font-size:.9rem;margin:.4rem 0 .8rem;max-width:48rem}
figcaption strong{color:var(--text)}
summary{cursor:pointer;padding:.3rem 0;font-size:.9rem}
.scroll{overflow-x:auto;max-width:100%;margin:.4rem 0 1rem}
details .scroll{max-height:26rem;overflow:auto}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .8rem .35rem 0;text-align:start;vertical-align:top;border-bottom:1px solid var(--grid)}
thead th{color:var(--muted);font-weight:600;vertical-align:bottom}
tbody th{font-weight:400}
tbody th[scope=rowgroup]{font-weight:600;padding-top:1rem}
th.number,td.number{text-align:end}td.number{white-space:nowrap}
td.wide{min-width:13rem}
th[scope=row]{min-width:3rem}
.results th[scope=row]{min-width:9rem}
.results.long th[scope=row]{min-width:min(20rem,40vw)}
.digits{list-style:none;padding:0;margin:1rem 0;display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:1rem .8rem}
.digits li{font-size:.85rem;line-height:1.35;break-inside:avoid}
.digits img,.filters img{display:block;image-rendering:pixelated;background:#000;border:1px solid var(--grid)}
.digits img{width:5.25rem;height:auto}
.digits small{display:block}
.filters{list-style:none;padding:0;margin:.4rem 0 1rem;display:flex;flex-wrap:wrap;gap:.6rem}
.filters img{width:4.5rem;height:auto}
.filters li{font-size:.8rem;color:var(--muted)}
code{font-family:ui-monospace,monospace;font-size:.9em}
@media screen and (max-width:640px){svg.wide{display:none}svg.narrow{display:block}h1{font-size:1.5rem}}
@media print{body{font-size:11pt}table{font-size:8pt}th,td{padding-right:.5rem}td{overflow-wrap:anywhere}td.wide{min-width:10rem}.results th[scope=row]{min-width:5rem}nav,.skip,details{display:none}main,.page-header{max-width:none;padding:0}.scroll{overflow:visible}tr,.facts{break-inside:avoid}.filters{break-inside:avoid;break-before:avoid}h2,h3{break-after:avoid}tr:has([scope=rowgroup]){break-after:avoid}a{color:inherit;text-decoration:none}}
`
}

function variables(theme: Theme): string {
  return entriesOf(themes[theme])
    .map(([name, color]) => `--${name}:${color}`)
    .join(';')
}
