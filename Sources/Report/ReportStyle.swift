/// The style sheet of `report.html`. Colours keep a contrast of at least 4.5 to 1 with their ground.
package enum ReportStyle {
  package static let css = """
    :root {
      --ink: #1b2430; --soft: #56606d; --line: #d9dee5; --faint: #f4f6f8; --paper: #ffffff;
      --applied: #0f6b5c; --account: #3a639b; --waiting: #a35a00; --bad: #a3262a;
    }
    * { box-sizing: border-box; }
    html { color-scheme: light; -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
    }
    main, header, footer { max-width: 76rem; margin: 0 auto; padding: 0 2rem; }
    header { padding-top: 3rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin: 0 0 .25rem; }
    h2 { font-size: 1.2rem; line-height: 1.3; font-weight: 650; margin: 3rem 0 1rem; }
    h3 { font-size: 1rem; font-weight: 650; margin: 0; }
    p { margin: 0 0 .75rem; max-width: 46rem; }
    .meta, .note, .sub { color: var(--soft); }
    .lead { font-size: 1.1rem; margin-top: 1.25rem; }
    .sub { font-size: .87rem; }
    code { font: .87em/1.4 ui-monospace, "SF Mono", "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
    a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .15em; }
    a:focus-visible, summary:focus-visible { outline: 2px solid var(--account); outline-offset: 2px; }

    .cash { display: grid; grid-template-columns: 4rem minmax(0, 1fr); break-inside: avoid; }
    .cash { border-top: 1px solid var(--line); padding: 1.25rem 0 1.5rem; }
    .cash svg, .cash .note { grid-column: 1 / -1; }
    .cash:first-of-type { border-top: 2px solid var(--ink); }
    .cash dl { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 0 1.5rem; margin: 0; }
    .cash dt { color: var(--soft); font-size: .87rem; }
    .cash dt i { display: inline-block; width: .65rem; height: .65rem; border-radius: 2px; margin-right: .4rem; }
    .cash dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
    .cash h3 { font-size: 1.35rem; line-height: 1.5; padding-top: 1.3rem; }
    .cash svg { display: block; width: 100%; height: .75rem; margin-top: .9rem; border-radius: 3px; }
    .cash .note { margin: .6rem 0 0; font-size: .87rem; max-width: none; }
    .applied { fill: var(--applied); background: var(--applied); }
    .account { fill: var(--account); background: var(--account); }
    .waiting { fill: var(--waiting); background: var(--waiting); }
    .ground { fill: var(--line); }

    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(26rem, 1fr)); gap: 2rem 3rem; }
    .pair + .pair { margin-top: 2rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums lining-nums; }
    caption { text-align: left; font-weight: 650; padding-bottom: .4rem; }
    th, td { text-align: left; vertical-align: top; padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--line); }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { font-size: .8rem; font-weight: 600; color: var(--soft); vertical-align: bottom; }
    thead th { border-bottom: 1px solid var(--soft); }
    tbody th { font-weight: 500; }
    .n { text-align: right; white-space: nowrap; }
    .tag { font-size: .8rem; font-weight: 650; white-space: nowrap; }
    .tag.tie { color: var(--applied); } .tag.blank { color: var(--soft); }
    .tag.mismatch, .tag.refused { color: var(--bad); }
    .said { white-space: pre-line; overflow-wrap: anywhere; }
    ul.plain { margin: .25rem 0 0; padding-left: 1.1rem; }
    ul.plain li { overflow-wrap: anywhere; }

    details.group { border-top: 1px solid var(--line); padding: .9rem 0; }
    details.group[open] { padding-bottom: 2rem; }
    details.group > summary { cursor: pointer; display: grid; gap: 0 1.5rem; align-items: baseline; }
    details.group > summary { grid-template-columns: 1rem minmax(0, 1fr) auto auto; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    details.group > summary::before { content: "›"; color: var(--soft); font-size: 1.2rem; line-height: 1; }
    details.group[open] > summary::before { transform: rotate(90deg); }
    summary h3 code { color: var(--soft); font-weight: 400; margin-left: .6rem; }
    .next { margin: .6rem 0 .9rem 2.5rem; }
    .lines { margin-left: 2.5rem; }
    .lines table { table-layout: fixed; min-width: 56rem; }
    .lines .date { width: 6.5rem; } .lines .payer { width: 19%; } .lines .money { width: 9.5rem; }
    .lines .why { width: 34%; }
    footer { padding-top: 2rem; padding-bottom: 4rem; color: var(--soft); font-size: .87rem; }

    @media (max-width: 52rem) {
      main, header, footer { padding-left: 1rem; padding-right: 1rem; }
      .cash dl { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem 1rem; }
      .cash { grid-template-columns: minmax(0, 1fr); } .cash h3 { padding: 0; }
      .pair { grid-template-columns: minmax(0, 1fr); }
      .lines, .next { margin-left: 0; }
    }
    @media print {
      @page { margin: 15mm; }
      body { font-size: 9.5pt; }
      main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
      h2, summary, thead { break-after: avoid; }
      tr { break-inside: avoid; }
      a { text-decoration: none; }
      details::details-content { content-visibility: visible; block-size: auto; }
      .wide { overflow: visible; }
      .lines, .next { margin-left: 0; }
      .lines table { min-width: 0; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
