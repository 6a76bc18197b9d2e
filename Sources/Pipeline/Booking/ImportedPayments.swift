package import CashModel
import Ingest

/// The ERP's own list of what it has imported.
package enum ImportedPayments {
  /// The payments that a CSV file names in a column `payment_id` or `entry_id`, each once.
  package static func read(_ path: String) throws(RunFailure) -> [PaymentID] {
    let bytes = try InputFile.read(path)
    var cursor = CSVCursor(bytes.span, delimiter: CSVCursor.delimiter(ofHeaderIn: bytes.span))
    guard cursor.next() else { throw .usage("\(path): is empty") }
    let names = (0..<cursor.cellCount).map { text(cursor.cell($0)) }
    guard let column = names.firstIndex(of: "payment_id") ?? names.firstIndex(of: "entry_id") else {
      throw .usage("\(path):1: has no column payment_id or entry_id")
    }
    var payments: [PaymentID] = []
    var known: Set<PaymentID> = []
    while cursor.next() {
      let name = text(cursor.cell(column))
      guard let payment = PaymentID(name) ?? PaymentID("P" + name.dropFirst()) else {
        throw .usage("\(path): row \(cursor.record): '\(name.prefix(40))' is no payment id and no entry id")
      }
      if known.insert(payment).inserted { payments.append(payment) }
    }
    return payments
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    var copy: [UInt8] = []
    for place in bytes.indices where bytes[place] > 0x20 { copy.append(bytes[place]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
