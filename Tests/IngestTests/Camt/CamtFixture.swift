import CashModel
import Foundation
import Ingest
import TestSupport

/// Camt messages for tests: whole files of `testdata/camt`, and small ones put together from entries.
enum CamtFixture {
  static let names = ["statement-v08", "statement-v02", "report-v01", "notification-v12"]

  static func bytes(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../testdata/camt")
    return [UInt8](try Data(contentsOf: root.appending(path: "\(name).xml")))
  }

  static func read(_ bytes: [UInt8]) -> BankFile { CamtReader.read(bytes.span, file: 3) }

  static func read(_ text: String) -> BankFile { read(Array(text.utf8)) }

  /// A camt.053 statement in euro over the given entries; `head` stands before them.
  static func statement(_ entries: String, head: String = "") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>\
    <GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id>\
    <Acct><Id><IBAN>DE40500105170000123456</IBAN></Id><Ccy>EUR</Ccy></Acct>\(head)\(entries)</Stmt>\
    </BkToCstmrStmt></Document>
    """
  }

  /// An entry of the given amount, booked on a day, with further elements behind.
  static func entry(
    _ amount: String, direction: String = "CRDT", currency: String = "EUR", status: String = "<Cd>BOOK</Cd>",
    _ rest: String = ""
  ) -> String {
    """
    <Ntry><Amt Ccy="\(currency)">\(amount)</Amt><CdtDbtInd>\(direction)</CdtDbtInd><Sts>\(status)</Sts>\
    <BookgDt><Dt>2024-03-05</Dt></BookgDt>\(rest)</Ntry>
    """
  }

  static func details(_ transactions: String...) -> String {
    "<NtryDtls>" + transactions.map { "<TxDtls>\($0)</TxDtls>" }.joined() + "</NtryDtls>"
  }

  static func balance(_ kind: String, _ amount: String, _ direction: String = "CRDT", day: String = "2024-03-05")
    -> String
  {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(kind)</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(amount)</Amt>\
    <CdtDbtInd>\(direction)</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>
    """
  }
}

extension BankFile {
  /// The payments' amounts with their sign, in minor units.
  var signedAmounts: [Int64] {
    zip(payments.amount, payments.direction).map { $1 == .credit ? $0.minorUnits : -$0.minorUnits }
  }

  func structured(_ row: Int) -> [StructuredRemittance] {
    payments.structured[row].indices.map { payments.structuredRows[$0] }
  }

  var problems: [Diagnostic.Problem] { diagnostics.entries.map(\.problem) }
}
