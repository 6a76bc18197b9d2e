/// The page's skeleton. Every value is escaped by `PageText`; only the style sheet and what
/// `ReportLines` has written are put in as they stand.
enum ReportTemplate {
  static let page = """
    {{% CONTENT_TYPE:TIEOUT_PAGE}}
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="generator" content="Tieout {{version}}">
    <title>Cash application as of {{asOf}}</title>
    <style>
    {{{css}}}
    </style>
    </head>
    <body>
    <header>
    <h1>Cash application as of {{asOf}}</h1>
    <p class="meta">Run <code>{{runID}}</code> · Tieout {{version}}, rule set {{rules}}</p>
    <p class="lead">{{lead}}</p>
    </header>
    <main>

    """ + cash + decided + files + exceptions + """
      </main>
      <footer>
      <p>The same decisions, complete and for machines: <code>allocations.csv</code>, <code>exceptions.csv</code>,
      <code>postings.csv</code>, <code>transactions.csv</code>, <code>deductions.csv</code> and
      <code>summary.json</code> beside this page.</p>
      </footer>
      </body>
      </html>

      """

  private static let cash = """
    <section aria-labelledby="cash">
    <h2 id="cash">Cash</h2>
    {{#cash}}
    <div class="cash">
    <h3>{{code}}</h3>
    <dl>
    <div><dt>Received</dt><dd>{{received}}</dd></div>
    <div><dt><i class="applied"></i>Applied</dt><dd>{{placed}}</dd></div>
    <div><dt><i class="account"></i>On account</dt><dd>{{onAccount}}</dd></div>
    <div><dt><i class="waiting"></i>Waiting</dt><dd>{{open}}</dd></div>
    </dl>
    <svg viewBox="0 0 10000 10" preserveAspectRatio="none" role="img" aria-label="{{barLabel}}">
    <rect class="ground" width="10000" height="10"/>
    {{#bars}}
    <rect class="{{kind}}" x="{{x}}" width="{{width}}" height="10"/>
    {{/bars}}
    </svg>
    <p class="note">{{note}}</p>
    </div>
    {{/cash}}
    {{^cash}}
    <p class="note">No cash was booked.</p>
    {{/cash}}
    </section>

    """

  private static let decided = """
    <section aria-labelledby="decided">
    <h2 id="decided">What was decided</h2>
    <div class="pair">
    <div class="wide"><table>
    <caption>Outcome of every transaction</caption>
    <thead><tr><th scope="col">Outcome</th><th scope="col" class="n">Transactions</th>
    {{#currencies}}<th scope="col" class="n">{{code}}</th>{{/currencies}}</tr></thead>
    <tbody>
    {{#outcomes}}
    <tr><th scope="row">{{title}}</th><td class="n">{{count}}</td>{{#sums}}<td class="n">{{sum}}</td>{{/sums}}</tr>
    {{/outcomes}}
    </tbody>
    </table></div>
    <div class="wide"><table>
    <caption>What the evidence was</caption>
    <thead><tr><th scope="col">Matcher</th><th scope="col" class="n">Payments</th>
    <th scope="col" class="n">Invoice lines</th>
    {{#currencies}}<th scope="col" class="n">{{code}}</th>{{/currencies}}</tr></thead>
    <tbody>
    {{#matchers}}
    <tr><th scope="row">{{title}}</th><td class="n">{{payments}}</td><td class="n">{{lines}}</td>
    {{#sums}}<td class="n">{{sum}}</td>{{/sums}}</tr>
    {{/matchers}}
    </tbody>
    </table></div>
    </div>
    <div class="pair">
    <div class="wide"><table>
    <caption>Without a person</caption>
    <thead><tr><th scope="col">Level</th><th scope="col" class="n">Share</th><th scope="col" class="n">Count</th>
    <th scope="col" class="n">Of</th></tr></thead>
    <tbody>
    {{#rates}}
    <tr><th scope="row">{{level}}<div class="sub">{{meaning}}</div></th><td class="n">{{share}}</td>
    <td class="n">{{numerator}}</td><td class="n">{{denominator}}</td></tr>
    {{/rates}}
    </tbody>
    </table></div>
    <div class="wide"><table>
    <caption>What the bank booked</caption>
    <thead><tr><th scope="col">Class</th><th scope="col" class="n">Transactions</th></tr></thead>
    <tbody>
    {{#classes}}
    <tr><th scope="row">{{title}}</th><td class="n">{{count}}</td></tr>
    {{/classes}}
    </tbody>
    </table></div>
    </div>
    </section>

    """

  private static let files = """
    <section aria-labelledby="files">
    <h2 id="files">Files and their control totals</h2>
    <div class="wide"><table>
    <thead><tr><th scope="col">Bank file</th><th scope="col">Format</th><th scope="col" class="n">Statements</th>
    <th scope="col" class="n">Transactions</th><th scope="col" class="n">Credits</th>
    <th scope="col" class="n">Debits</th><th scope="col">Control totals</th></tr></thead>
    <tbody>
    {{#bankFiles}}
    <tr><th scope="row"><code>{{path}}</code>{{#messages}}<div class="sub">{{text}}</div>{{/messages}}</th>
    <td>{{format}}</td><td class="n">{{statements}}</td><td class="n">{{transactions}}</td>
    <td class="n">{{#sums}}<div>{{credits}}</div>{{/sums}}</td>
    <td class="n">{{#sums}}<div>{{debits}}</div>{{/sums}}</td>
    <td><span class="tag {{control}}">{{verdict}}</span></td></tr>
    {{/bankFiles}}
    </tbody>
    </table></div>
    {{#hasLedger}}
    <p class="note" style="margin-top:1rem">Ledger: {{#ledger}}{{role}} <code>{{path}}</code>{{separator}}{{/ledger}}</p>
    {{/hasLedger}}
    </section>

    """

  private static let exceptions = """
    <section aria-labelledby="waiting">
    <h2 id="waiting">What waits for a person</h2>
    {{^groups}}
    <p class="note">Nothing waits.</p>
    {{/groups}}
    {{#groups}}
    <details class="group"{{#isOpen}} open{{/isOpen}}>
    <summary><h3>{{title}}<code>{{code}}</code></h3><span class="n">{{payments}}</span>
    <span class="n">{{open}}</span></summary>
    <p class="next">{{next}}{{#hasMore}} <span class="note">{{more}}</span>{{/hasMore}}</p>
    <div class="lines wide"><table>
    <thead><tr><th scope="col" class="date">Date</th><th scope="col" class="payer">Payer</th>
    <th scope="col" class="n money">Waiting</th><th scope="col">Remittance text</th>
    <th scope="col" class="why">Why, and what would fit</th></tr></thead>
    <tbody>
    {{{lines}}}</tbody>
    </table></div>
    </details>
    {{/groups}}
    </section>

    """
}
