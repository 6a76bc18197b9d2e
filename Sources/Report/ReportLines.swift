import CashModel

/// The table rows of what waits for a person. A page lists up to two thousand of each reason, with a dozen texts each: they are
/// written here and put into the template as they stand, since the template would be asked for every one of them by name.
enum ReportLines {
  /// - Parameter showsNext: where lines differ in what to do next.
  static func html(_ lines: [ExceptionLine], showsNext: Bool) -> String {
    var page = ""
    for line in lines { append(line, showsNext: showsNext, to: &page) }
    return page
  }

  private static func append(_ line: ExceptionLine, showsNext: Bool, to page: inout String) {
    page += "<tr><td>"
    page += line.bookingDate.text
    page += "</td>\n<td class=\"said\"><bdi>"
    append(line.payer.isEmpty ? "not stated" : line.payer, to: &page)
    page += "</bdi>"
    if !line.customer.isEmpty {
      page += "<div class=\"sub\">customer "
      append(line.customer, to: &page)
      page += "</div>"
    }
    page += "</td>\n<td class=\"n\">"
    page += line.open.shown(in: line.currency)
    if line.open != line.amount {
      page += "<div class=\"sub\">of "
      page += line.amount.shown(in: line.currency)
      page += "</div>"
    }
    page += "</td>\n<td class=\"said\"><bdi>"
    append(line.text.isEmpty ? "–" : line.text, to: &page)
    page += "</bdi></td>\n<td>"
    append(line.detail, to: &page)
    if !line.suggestions.isEmpty {
      page += "<ul class=\"plain\">"
      for suggestion in line.suggestions {
        page += "<li><bdi>"
        append(suggestion, to: &page)
        page += "</bdi></li>"
      }
      page += "</ul>\n"
    }
    if showsNext, !line.nextAction.isEmpty {
      page += "<div>"
      append(line.nextAction, to: &page)
      page += "</div>"
    }
    page += "<div class=\"sub\"><code>"
    append(line.paymentID, to: &page)
    page += "</code></div></td></tr>\n"
  }

  private static func append(_ text: String, to page: inout String) { page += PageEscape.escaped(text) }
}
