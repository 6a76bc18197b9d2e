import CashModel
import Foundation
import Ingest

/// The files of `testdata/bai2`, and files put together from a few lines.
enum BAI2Fixture {
  static let names = ["full", "comma", "shared-lines"]

  /// A file of `testdata/bai2/quirks`.
  static func quirk(_ name: String) throws -> [UInt8] { try bytes("quirks/\(name)") }

  static func bytes(_ name: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: root.appendingPathComponent("testdata/bai2/\(name).bai2")))
  }

  static func read(_ bytes: [UInt8]) -> BankFile { BAI2Reader.read(bytes.span, file: 0) }

  static func read(_ text: String) -> BankFile { read(Array(text.utf8)) }

  /// A file of one account in one group; `total` is the control total of all three trailers.
  static func file(
    header: String = "01,BANK,US,260102,0600,1,,,2/", group: String = "02,US,BANK,1,260101,2400,USD,2/",
    account: [String] = ["03,1234,USD/"], _ details: [String], total: Int64
  ) -> String {
    let records = (account + details).count { line in
      ["03,", "16,", "88,"].contains { line.hasPrefix($0) }
    }
    let trailers = ["49,\(total),\(records + 1)/", "98,\(total),1,\(records + 3)/", "99,\(total),1,\(records + 5)/"]
    return ([header, group] + account + details + trailers).map { $0 + "\n" }.joined()
  }
}

/// The ways a file of the same content may have been written.
enum LineEnding: String, CaseIterable {
  case lineFeed, both, carriageReturn, noneAtEnd, byteOrderMark, blankLines

  func apply(to bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .lineFeed: bytes
    case .both: bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    case .carriageReturn: bytes.map { $0 == 0x0A ? 0x0D : $0 }
    case .noneAtEnd: Array(bytes.dropLast())
    case .byteOrderMark: [0xEF, 0xBB, 0xBF] + bytes
    case .blankLines: [0x0A] + bytes.flatMap { $0 == 0x0A ? [0x20, 0x0A, 0x0D, 0x0A] : [$0] }
    }
  }
}

extension BankFile {
  /// Every row as one line: what must not depend on how the file was written.
  var rows: [String] {
    (0..<payments.count).map { row in
      let record = payments.record(row)
      let slices = [
        record.account, record.transactionCode, record.bankReference, record.endToEndID, record.payerName,
        record.payerAccount, record.payerAgent, record.remittance, record.returnReason,
      ]
      return "\(record.statement.number) \(record.bookingDate.text) \(record.valueDate.text) \(record.direction) "
        + "\(record.amount.minorUnits) \(record.currency.code) \(record.transactionClass.name) "
        + (slices.map { payments.arena.string($0) } + identifiers(row)).joined(separator: "|")
    }
  }

  var errors: [String] { diagnostics.entries.filter { $0.severity == .error }.map(\.message) }
  var warnings: [String] { diagnostics.entries.filter { $0.severity == .warning }.map(\.message) }

  /// Whether a run would take the file as it is.
  var isAccepted: Bool { diagnostics.errorCount == 0 && control == .tie }
}
