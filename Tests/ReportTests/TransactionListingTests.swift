import CashModel
import Foundation
import Report
import Testing

/// `inspect --transactions` in its three forms.
@Suite struct TransactionListingTests {
  private func payments() throws -> PaymentTable {
    var table = PaymentTable()
    var record = PaymentRecord()
    record.account = table.arena.append("DE1")
    record.bookingDate = try Sample.day("2026-03-05")
    record.valueDate = record.bookingDate
    record.amount = Money(minorUnits: 98_000)
    record.currency = try Sample.currency("EUR")
    record.payerName = table.arena.append("=HYPERLINK(1)")
    record.remittance = table.arena.append("INV \"1\",\nINV 2")
    record.endToEndID = table.arena.append("E-1")
    table.appendIdentifier(.uetr, table.arena.append("u-1"))
    var line = StructuredRemittance()
    line.documentNumber = table.arena.append("INV 1")
    line.due = Money(minorUnits: 100_000)
    line.discount = Money(minorUnits: 2_000)
    line.remitted = Money(minorUnits: 98_000)
    table.appendStructured(line)
    table.append(record)
    record.direction = .debit
    record.amount = Money(minorUnits: 5)
    record.transactionClass = .fee
    table.append(record)
    return table
  }

  @Test func csvFollowsTheRulesOfTheRunsFiles() throws {
    var buffer = OutputBytes()
    buffer.append(TransactionListing.header(.csv).span)
    TransactionListing(.csv, file: "a.xml").append(try payments(), to: &buffer)
    let text = buffer.text
    #expect(text.hasPrefix("file,account,booking_date,value_date,amount,"))
    #expect(
      text.contains(
        "a.xml,DE1,2026-03-05,2026-03-05,980.00,EUR,receipt,,'=HYPERLINK(1),,,,E-1,uetr=u-1,\"INV \"\"1\"\",\nINV 2\","
          + "INV 1 due 1000.00 discount 20.00 remitted 980.00,0.00,,,,0:0\n"))
    #expect(text.contains(",-0.05,EUR,fee,"))
  }

  @Test func jsonIsAnObjectALine() throws {
    var buffer = OutputBytes()
    buffer.append(TransactionListing.header(.jsonl).span)
    TransactionListing(.jsonl, file: "a.xml").append(try payments(), to: &buffer)
    let objects = try buffer.text.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(objects.count == 2)
    let first = try #require(objects[0])
    #expect(first["amount"] as? String == "980.00")
    #expect(first["remittance"] as? String == "INV \"1\",\nINV 2")
    let line = try #require((first["structured"] as? [[String: Any]])?.first)
    #expect(line["document"] as? String == "INV 1")
    #expect(line["discount"] as? String == "20.00")
    #expect(line["adds_up"] as? Bool == true)
    #expect(objects[1]?["amount"] as? String == "-0.05")
  }

  @Test func aTableShowsALineEachAndNoControlCharacters() throws {
    var buffer = OutputBytes()
    TransactionListing(.table, file: "a.xml").append(try payments(), to: &buffer)
    let lines = buffer.text.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2].contains("980.00  EUR  receipt"))
    #expect(lines[2].contains("INV \"1\", ⏎ INV 2"))
  }
}
