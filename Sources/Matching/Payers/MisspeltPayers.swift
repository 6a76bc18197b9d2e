package import CashModel

// Payers whose names are nobody's as they stand, asked of the index of similar names.
//
// Each distinct name is asked once, however many payments bear it, and the index is built only where there is such a name. Who
// is most alike is the payer, if he is alike enough, the next family's name is less alike by a margin, and whole words can stand
// for each other (see NameSimilarity). Banks cut names after 16, 22 or 35 letters: a name of just such a length is also held
// against all names cut there.

/// What is asked, and of how many indexes, which workers build side by side.
package struct MisspeltNames: Sendable {
  fileprivate struct Name {
    let text: TextSlice
    let payments: [Int32]
  }

  fileprivate let names: [Name]
  /// The lengths that some of them may have been cut to.
  fileprivate let lengths: [Int]
  fileprivate let index: MatchingIndex

  /// - Returns: nil where every payer's name is somebody's, or empty.
  package init?(of payments: PaymentTable, _ readings: ReadingTable, _ index: MatchingIndex) {
    var order: [[UInt8]] = []
    var found: [[UInt8]: (text: TextSlice, payments: [Int32])] = [:]
    for row in 0..<payments.count where readings.mayBeMisspelt(row) && payments.transactionClass[row] == .receipt {
      for text in [payments.payerName[row], payments.ultimatePayer[row]] where !text.isEmpty {
        let span = payments.arena.span(text)
        let bytes = span.indices.map { span[$0] }
        if found[bytes] == nil {
          order.append(bytes)
          found[bytes] = (text, [])
        }
        found[bytes]?.payments.append(Int32(row))
      }
    }
    guard !order.isEmpty else { return nil }
    names = order.compactMap { bytes in found[bytes].map { Name(text: $0.text, payments: $0.payments) } }
    // A blank at the cut is gone.
    lengths = MisspeltNames.cutLengths.filter { length in
      order.contains { $0.count == length || $0.count == length - 1 }
    }
    self.index = index
  }

  /// One of whole names, and one for each length.
  package var indexCount: Int { lengths.count + 1 }

  package func nameIndex(_ place: Int) -> NameIndex {
    MisspeltPayers.index(of: index.customers, cutTo: place == 0 ? nil : lengths[place - 1])
  }

  /// Where banks cut names: BAI2 batch headers, NACHA records, SWIFT lines.
  private static let cutLengths = [16, 22, 35]
}

package struct MisspeltPayers: Sendable {
  private let names: [MisspeltNames.Name]
  private let whole: NameIndex
  /// By the length that names are cut to.
  private let cut: [Int: NameIndex]
  private let index: MatchingIndex

  /// - Parameter indexes: all of `nameIndex`, in order.
  package init(_ asked: MisspeltNames, _ indexes: [NameIndex]) {
    (names, index) = (asked.names, asked.index)
    whole = indexes[0]
    cut = Dictionary(uniqueKeysWithValues: zip(asked.lengths, indexes.dropFirst()))
  }

  /// Distinct names to ask.
  package var count: Int { names.count }

  /// Who bears the names of a range; nil where nobody does, or two do nearly as well.
  package func customers(of range: Range<Int>, in payments: PaymentTable) -> [CustomerRow?] {
    var scratch = NameIndex.Scratch()
    var scratches: [Int: NameIndex.Scratch] = [:]
    return range.map { customer(payments.arena.span(names[$0].text), &scratch, &scratches) }
  }

  /// Enters what was found. A payment whose payer and ultimate payer are two families has none.
  package func enter(_ found: [CustomerRow?], into readings: inout ReadingTable) {
    for (name, customer) in zip(names, found) {
      guard let customer else { continue }
      for row in name.payments { readings.identify(Int(row), customer, name.text, index) }
    }
  }

  private func customer(
    _ name: Span<UInt8>, _ scratch: inout NameIndex.Scratch, _ scratches: inout [Int: NameIndex.Scratch]
  ) -> CustomerRow? {
    var key: [UInt8] = []
    PayerName.normalise(name, into: &key)
    let debtor = NameParts.debtor(in: key) ?? key
    var core = NameCore()
    core.set(debtor.span)
    var best: [Int32: Int] = [:]
    for hit in whole.nearest(to: core.forms, &scratch) { best[hit.row] = hit.permille }
    let length = cut[name.count] != nil ? name.count : name.count + 1
    if let cut = cut[length] {
      var own = scratches[length] ?? NameIndex.Scratch()
      for hit in cut.nearest(to: [core.joined], &own) { best[hit.row] = max(best[hit.row] ?? 0, hit.permille) }
      scratches[length] = own
    }
    return accepted(best, core, cutTo: length)
  }

  /// The best of the hits, if nobody else's is near it and its words are alike.
  private func accepted(_ best: [Int32: Int], _ core: NameCore, cutTo length: Int) -> CustomerRow? {
    let ranked = best.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    guard let first = ranked.first, first.value >= NameSimilarity.leastAccepted else { return nil }
    let winner = CustomerRow(number: first.key)
    for other in ranked.dropFirst() where !index.payers.areRelated(winner, CustomerRow(number: other.key)) {
      if first.value - other.value < NameSimilarity.leastMargin { return nil }
      break
    }
    var hasWordsAlike = false
    MisspeltPayers.forEachName(of: Int(first.key), index.customers) { name in
      var other = NameCore()
      other.set(name)
      if NameSimilarity.haveWordsAlike(core.words, other.words) { hasWordsAlike = true }
      guard cut[length] != nil, name.count > length else { return }
      other.set(name.extracting(0..<length))
      if NameSimilarity.haveWordsAlike(core.words, other.words) { hasWordsAlike = true }
    }
    guard hasWordsAlike else { return nil }
    let top = index.payers.family(of: winner)
    return best[top.number] == first.value ? top : winner
  }

  fileprivate static func index(of customers: CustomerTable, cutTo length: Int?) -> NameIndex {
    var index = NameIndex()
    var core = NameCore()
    for row in 0..<customers.count {
      forEachName(of: row, customers) { name in
        guard let length else {
          core.set(name)
          for form in core.allForms { index.insert(form[...], row: Int32(row)) }
          return
        }
        guard name.count > length else { return }
        core.set(name.extracting(0..<length))
        index.insert(core.joined[...], row: Int32(row))
      }
    }
    index.seal()
    return index
  }

  private static func forEachName(of row: Int, _ customers: CustomerTable, _ body: (Span<UInt8>) -> Void) {
    body(customers.arena.span(customers.name[row]))
    customers.arena.forEachPart(of: customers.aliases[row], body)
  }
}

extension NameCore {
  /// The words in order, and sorted, run together, as a query asks them; a name of one word may be a whole name without blanks.
  var forms: [[UInt8]] {
    let bySpelling = sorted.filter { $0 != 0x20 }
    var forms = joined == bySpelling ? [joined] : [joined, bySpelling]
    if words.count == 1, whole != joined { forms.append(whole) }
    return forms
  }

  /// The same of a customer's name, which a query may have run together whole.
  var allForms: [[UInt8]] {
    let bySpelling = sorted.filter { $0 != 0x20 }
    var forms = [joined]
    for form in [bySpelling, whole] where !forms.contains(form) { forms.append(form) }
    return forms
  }
}
