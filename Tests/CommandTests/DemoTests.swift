import CashModel
import Pipeline
import Posting
import Testing

@testable import tieout

@Suite struct DemoTests {
  private func file(_ name: String) throws -> String {
    try #require(DemoCase.files.first { $0.name == name }).text
  }

  @Test func theCaseIsTheSameEachTime() {
    #expect(DemoCase.files.map(\.text) == DemoCase.files.map(\.text))
    #expect(Set(DemoCase.files.map(\.name)).count == DemoCase.files.count)
  }

  @Test func itHasAllKindsOfEntries() {
    let entries = (DemoEntries.dollars + DemoEntries.euros + DemoEntries.pounds)
    let transactions = entries.flatMap { $0.batch.isEmpty ? [$0] : $0.batch }
    #expect((30...60).contains(transactions.count))
    #expect(entries.allSatisfy { $0.amount != 0 })
    for entry in entries where !entry.batch.isEmpty {
      #expect(entry.amount == entry.batch.reduce(0) { $0 + $1.amount })
    }
  }

  /// The manual's rule, counted from the text: amounts of 03 with their signs and of 16 without; records of all kinds.
  @Test func theTrailersOfTheBAI2FileTie() throws {
    let lines = try file("first-harbor.bai").split(separator: "\n").map { String($0) }
    var total: Int64 = 0
    var open: Substring = ""
    for line in lines where line.hasPrefix("03") || line.hasPrefix("16") || line.hasPrefix("88,4") {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      switch fields[0] {
      case "16": total += try #require(Int64(fields[2]))
      case "03":
        for place in stride(from: 4, to: fields.count, by: 4) { total += try #require(Int64(fields[place])) }
        open = fields[4]
      default: total += try #require(Int64(fields[2]))
      }
    }
    #expect(!open.isEmpty)
    #expect(lines[lines.count - 3] == "49,\(total),\(lines.count - 4)/")
    #expect(lines[lines.count - 2] == "98,\(total),1,\(lines.count - 2)/")
    #expect(lines[lines.count - 1] == "99,\(total),1,\(lines.count)/")
    #expect(lines.allSatisfy { $0.utf8.count <= 80 || $0.hasPrefix("16") || $0.hasPrefix("03") })
  }

  @Test func theBalancesOfTheStatementTie() throws {
    let xml = try file("handelsbank.xml")
    let amounts = xml.split(separator: "<Bal>").dropFirst().map { balance in
      String(balance.split(separator: "<Amt Ccy=\"EUR\">")[1].prefix { $0 != "<" })
    }
    #expect(amounts == ["63918.04", DemoNumbers.decimal(63_918_04 + DemoEntries.euros.reduce(0) { $0 + $1.amount })])
    #expect(xml.split(separator: "<TxDtls>").count - 1 == DemoEntries.euros.reduce(0) { $0 + max(1, $1.batch.count) })
    #expect(xml.contains("<NbOfNtries>\(DemoEntries.euros.count)</NbOfNtries>"))
  }

  @Test func everyIBANHasItsCheckDigits() {
    let accounts = DemoLedger.customers.map(\.account).filter { $0.first?.isLetter == true }
    #expect(accounts.count > 10)
    for account in accounts + [DemoEntries.reserve] { #expect(remainder(account) == 1) }
    #expect(remainder(DemoLedger.lindenReference) == 1)
    #expect(remainder("RF18539007547034") == 1)
  }

  @Test func everyItemHasItsCustomer() {
    let customers = Set(DemoLedger.customers.map(\.id))
    #expect(customers.count == DemoLedger.customers.count)
    #expect(Set(DemoLedger.items.map(\.id)).count == DemoLedger.items.count)
    for item in DemoLedger.items { #expect(customers.contains(item.customer)) }
  }

  @Test func itsConfigurationIsRead() throws {
    let settings = try ConfigurationReader.settings(yaml: try file("tieout.yaml"), name: "tieout.yaml")
    #expect(settings.ownAccounts == ["4417702228", DemoEntries.reserve])
    #expect(settings.accounts.bank.overrides == ["EUR": "1020", "GBP": "1030"])
  }

  /// The remainder by 97 of a number whose first four characters stand at its end, letters counted from 10.
  private func remainder(_ number: String) -> Int {
    let digits = (number.dropFirst(4) + number.prefix(4)).map { String(Int(String($0), radix: 36) ?? 0) }.joined()
    return digits.utf8.reduce(0) { ($0 * 10 + Int($1) - 0x30) % 97 }
  }
}
