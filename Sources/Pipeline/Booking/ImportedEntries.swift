import CashModel
import Ingest
package import Store

/// The ERP's own list of what it has imported.
package enum ImportedEntries {
  /// What a CSV file names in a column `entry_id`, else `payment_id`, each once.
  package static func read(_ path: String) throws(RunFailure) -> [ImportedEntry] {
    let bytes = try InputFile.read(path)
    var cursor = CSVCursor(bytes.span, delimiter: CSVCursor.delimiter(ofHeaderIn: bytes.span))
    guard cursor.next() else { throw .usage("\(path): is empty") }
    let names = (0..<cursor.cellCount).map { text(cursor.cell($0)) }
    let isEntries = names.contains("entry_id")
    guard let column = names.firstIndex(of: isEntries ? "entry_id" : "payment_id") else {
      throw .usage("\(path):1: has no column entry_id or payment_id")
    }
    var entries: [ImportedEntry] = []
    var known: Set<ImportedEntry> = []
    while cursor.next() {
      let name = text(cursor.cell(column))
      let entry: ImportedEntry? =
        isEntries ? JournalEntryID(name).map { .entry($0) } : PaymentID(name).map { .payment($0) }
      guard let entry else {
        throw .usage("\(path): row \(cursor.record): '\(name.prefix(40))' is no \(names[column])")
      }
      if known.insert(entry).inserted { entries.append(entry) }
    }
    return entries
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    var copy: [UInt8] = []
    for place in bytes.indices where bytes[place] > 0x20 { copy.append(bytes[place]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
