/// The obvious way to find rows by key: look at every pair.
package struct SlowLookup {
  private var pairs: [(key: [UInt8], row: Int32)] = []

  package init() {}

  package mutating func insert(_ key: [UInt8], row: Int32) { pairs.append((key, row)) }

  /// The rows of the key, ascending, each once.
  package func rows(_ key: [UInt8]) -> [Int32] {
    var rows: [Int32] = []
    for pair in pairs where pair.key == key && !rows.contains(pair.row) { rows.append(pair.row) }
    return rows.sorted()
  }
}
