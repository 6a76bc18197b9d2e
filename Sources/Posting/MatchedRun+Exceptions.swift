package import CashModel

// What of an exception the pages show, in the words of `exceptions.csv`.

extension MatchedRun {
  /// Whether the payment stands in `exceptions.csv`.
  package func needsPerson(_ payment: PaymentRow) -> Bool {
    let outcome = decisions.outcome[payment.index]
    return outcome == .appliedPart || outcome == .excepted && decisions.reason[payment.index] != .notOurs
  }

  /// The sentence in the column `detail`.
  package func exceptionDetail(_ payment: PaymentRow) -> String {
    var texts = ExceptionTexts(of: self)
    var buffer = OutputBytes()
    texts.appendDetail(of: payment.index, to: &buffer)
    return buffer.text
  }

  /// The sentences in the column `explanation`, one for each of the payment's allocations.
  package func explanations(_ payment: PaymentRow) -> [String] {
    var explanations = Explanations(of: self)
    explanations.begin(payment.index)
    return decisions.allocations[payment.index].indices.map { line in
      var buffer = OutputBytes()
      explanations.append(decisions.allocationRows[line], to: &buffer)
      return buffer.text
    }
  }

  /// What each suggestion would put on which item, for reading.
  package func suggestionTexts(_ payment: PaymentRow) -> [String] {
    decisions.suggestions[payment.index].indices.map { suggestion in
      decisions.suggestionRows[suggestion].indices.map { line in
        let suggested = decisions.suggestedCash[line]
        let invoice = items.arena.string(items[suggested.item.index].invoiceID)
        return "\(invoice): \(suggested.cash.text(exponent: items[suggested.item.index].currency.exponent))"
      }.joined(separator: ", ")
    }
  }
}
