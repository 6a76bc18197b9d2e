import BatchGenerator
import CashModel
import Testing

@Suite struct PaymentIDTests {
  @Test(arguments: [(0, 0), (1, 2), (UInt64.max, UInt64.max), (1 << 63, 31)] as [(UInt64, UInt64)])
  func whatAnIDIsWrittenAsIsReadAgain(high: UInt64, low: UInt64) {
    let id = PaymentID(Fingerprint(high: high, low: low))
    #expect(PaymentID(id.text) == id)
    #expect(JournalEntryID("J" + id.text.dropFirst())?.fingerprint == id.fingerprint)
    #expect(JournalEntryID(of: id, laterRun: nil).fingerprint == id.fingerprint)
    #expect(JournalEntryID(of: id, laterRun: "R1") != JournalEntryID(of: id, laterRun: "R2"))
  }

  @Test(arguments: [
    "", "P", "P0000000000000000000000000", "X00000000000000000000000000", "P0000000000000000000000000U",
    "PZ0000000000000000000000000",
  ])
  func whatIsNoIDIsNoID(text: String) {
    #expect(PaymentID(text) == nil)
  }

  /// Payments that are equal in everything but what `describe` adds, and their ids by what it added.
  private func ids(
    _ values: [String], _ describe: (inout PaymentTable, inout PaymentRecord, String) -> Void
  ) -> [String: PaymentID] {
    var table = PaymentTable()
    for value in values {
      var record = PaymentRecord()
      record.account = table.arena.append("DE02120300000000202051")
      record.amount = Money(minorUnits: 10_000)
      describe(&table, &record, value)
      table.append(record)
    }
    let ids = table.identifiedPayments()
    return Dictionary(uniqueKeysWithValues: zip(values, ids))
  }

  @Test func equalEntriesAreToldApartByWhatTheyCarryAndNotByTheirOrder() {
    let values = ["a", "b", "c"]
    func both(_ describe: (inout PaymentTable, inout PaymentRecord, String) -> Void) {
      let first = ids(values, describe)
      #expect(Set(first.values).count == 3)
      #expect(first == ids(values.reversed(), describe))
    }
    both { $1.remittance = $0.arena.append($2) }
    both { $1.payerName = $0.arena.append($2) }
    both { table, _, value in
      var line = StructuredRemittance()
      line.documentNumber = table.arena.append(value)
      table.appendStructured(line)
    }
    both { table, _, value in table.appendIdentifier(.messageID, table.arena.append(value)) }
  }

  @Test func thePlaceInTheFileIsNoPartOfTheID() {
    let near = ids(["x"]) { $1.bankReference = $0.arena.append($2) }
    let far = ids(["x"]) { table, record, value in
      record.bankReference = table.arena.append(value)
      record.source = SourcePosition(file: 7, record: 99, byteOffset: 12_345)
    }
    #expect(near == far)
  }

  @Test func anIDIsALetterAndTwentySixCharacters() {
    let text = ids(["x"]) { $1.bankReference = $0.arena.append($2) }["x"]?.text
    #expect(text?.count == 27)
    #expect(text?.first == "P")
  }

  /// Against the slow way: all payments of an identity together, in order of what they carry.
  @Test(arguments: [1, 40, 3_000]) func idsAreThoseOfEachIdentityInOrder(kinds: UInt64) {
    var generator = SplitMix64(seed: kinds)
    var table = PaymentTable()
    var texts: [String] = []
    for _ in 0..<2_000 {
      var record = PaymentRecord()
      record.amount = Money(minorUnits: Int64(generator.next() % kinds))
      texts.append(String(generator.next()))
      record.payerName = table.arena.append(texts[texts.count - 1])
      table.append(record)
    }
    let identities = table.identities(of: 0..<table.count)
    let ids = table.identifiedPayments(by: identities) { $0 % 3 }
    for rows in Dictionary(grouping: 0..<table.count, by: { table.amount[$0] }).values {
      for (ordinal, row) in rows.sorted(by: { texts[$0] < texts[$1] }).enumerated() {
        let identity = identities[row]
        let number = UInt64(ordinal) + identity.high % 3
        #expect(ids[row] == PaymentID(Fingerprint(identity.high, identity.low, number)))
      }
    }
  }
}
