import CashModel
import TestSupport
import Testing

@testable import Matching

@Suite struct TextReaderTests {
  /// A hundred items numbered from 700001 on.
  private func index() -> (references: ReferenceIndex, payers: PayerIndex) {
    var items = OpenItemTable()
    for number in 700_001...700_100 {
      var record = OpenItem()
      record.documentNumber = items.arena.append(String(number))
      items.append(record)
    }
    let customers = CustomerTable().linked(with: &items)
    return (ReferenceIndex(items), PayerIndex(customers))
  }

  /// What a reader has read before does not show: not the numbers that were nobody's, not the words before.
  @Test func aReaderReadsLikeANewOne() {
    let (references, payers) = index()
    var random = SeededRandom(seed: 36)
    let words = [
      "INV", "Tel", "Kunde", "no", "700001", "700051", "700500", "9100000000", "2024", "7000017000", "12.50", "x7",
      "DE11",
    ]
    var used = TextReader(index: references, customers: payers)
    for _ in 0..<5_000 {
      let text = (0..<1 + random.below(6)).map { _ in words[random.below(words.count)] }.joined(separator: " ")
      let account = words[4 + random.below(4)]
      var new = TextReader(index: references, customers: payers)
      used.read(Array(text.utf8).span, at: 0, payerAccount: Array(account.utf8).span)
      new.read(Array(text.utf8).span, at: 0, payerAccount: Array(account.utf8).span)
      #expect(used.citations == new.citations, "\(text), account \(account)")
    }
  }

  /// A number like ours behind more than can be weighed is one in the next text all the same.
  @Test func whatDidNotFitIsNotNobodys() {
    let (references, payers) = index()
    var reader = TextReader(index: references, customers: payers)
    let many = (0..<5_000).map { _ in "700500" }.joined(separator: " ")
    reader.read(Array(many.utf8).span, at: 0)
    #expect(reader.isOverfull)
    reader.read(Array("700500".utf8).span, at: 0)
    #expect(reader.citations.map(\.kind) == [.unknown])
  }
}
