import CashModel
import Testing

@Suite struct PaymentIDTests {
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
}
