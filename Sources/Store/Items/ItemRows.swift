package import CashModel

extension OpenItemTable {
  /// The rows of the items that are asked for, of those the table has.
  package func rows(of keys: Set<ItemKey>) -> [ItemKey: Int] {
    guard !keys.isEmpty else { return [:] }
    var buffer: [UInt8] = []
    // Of hashes first, so that no text is made for all the other items.
    let prints = Set(
      keys.map { key in
        buffer.removeAll(keepingCapacity: true)
        buffer += Array(key.company.utf8) + [0]
        buffer += Array(key.invoice.utf8)
        return Fingerprint(of: buffer.span).low
      })
    var found: [ItemKey: Int] = [:]
    for row in 0..<count {
      buffer.removeAll(keepingCapacity: true)
      buffer.append(contentsOf: arena.bytes[self[row].company.range])
      buffer.append(0)
      buffer.append(contentsOf: arena.bytes[self[row].invoiceID.range])
      guard prints.contains(Fingerprint(of: buffer.span).low) else { continue }
      let key = ItemKey(row, of: self)
      if keys.contains(key) { found[key] = row }
    }
    return found
  }
}
