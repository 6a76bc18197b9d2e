import CashModel

/// Customers by the core of their names and aliases.
struct NameCoreIndex: Sendable {
  private var sorted = ByteKeyIndex()
  private var joined = ByteKeyIndex()
  private var whole = ByteKeyIndex()
  /// Cores run together, in order of their bytes, with their customers.
  private var beginnings: [(core: [UInt8], row: Int32)] = []

  init() {}

  /// Of all names and aliases.
  init(_ customers: CustomerTable) {
    var core = NameCore()
    for row in 0..<customers.count {
      core.set(customers.arena.span(customers.name[row]))
      insert(core, row: Int32(row))
      customers.arena.forEachPart(of: customers.aliases[row]) { alias in
        core.set(alias)
        insert(core, row: Int32(row))
      }
    }
    seal()
  }

  private mutating func insert(_ core: NameCore, row: Int32) {
    guard core.joined.count >= NameCore.least else { return }
    sorted.insert(core.sorted.span, row: row)
    joined.insert(core.joined.span, row: row)
    whole.insert(core.whole.span, row: row)
    beginnings.append((core.joined, row))
  }

  private mutating func seal() {
    sorted.seal()
    joined.seal()
    whole.seal()
    beginnings.sort { $0.core != $1.core ? $0.core.lexicographicallyPrecedes($1.core) : $0.row < $1.row }
  }

  /// The customers whose name is alike: the same words, the same letters, or the only names that begin so.
  /// - Parameter mayBegin: a name that begins so is alike, too.
  func rows(alike core: NameCore, mayBegin: Bool = true) -> [Int32] {
    guard core.joined.count >= NameCore.least else { return [] }
    if let hit = sorted.find(core.sorted.span) { return Array(sorted.rows(of: hit)) }
    if let hit = joined.find(core.joined.span) { return Array(joined.rows(of: hit)) }
    if core.words.count == 1, let hit = whole.find(core.whole.span) { return Array(whole.rows(of: hit)) }
    guard mayBegin, core.joined.count >= NameCore.leastBeginning else { return [] }
    var low = 0
    var high = beginnings.count
    while low < high {
      let middle = (low + high) / 2
      if beginnings[middle].core.lexicographicallyPrecedes(core.joined) { low = middle + 1 } else { high = middle }
    }
    var found: [Int32] = []
    while low < beginnings.count, beginnings[low].core.starts(with: core.joined), found.count < NameCoreIndex.most {
      found.append(beginnings[low].row)
      low += 1
    }
    return found
  }

  private static let most = 64
}
