import CashModel

/// Puts together what shares items, directly or through others.
enum SharedItems {
  /// The groups of numbers of `items` that are connected: numbers in order within a group, groups in order of their first number.
  ///
  /// - Parameter least: groups of fewer are left out.
  ///
  /// Union by smallest number with path compression; the cost is that of sorting the items.
  static func groups(of items: [some Sequence<OpenItemRow>], least: Int = 2) -> [[Int]] {
    var parent = Array(items.indices)
    func root(_ member: Int) -> Int {
      var top = member
      while parent[top] != top { top = parent[top] }
      var next = member
      while parent[next] != top { (parent[next], next) = (top, parent[next]) }
      return top
    }
    // Numbers that share an item stand side by side in order of their items.
    var keys: [UInt64] = []
    for (number, own) in items.enumerated() {
      for item in own { keys.append(UInt64(UInt32(bitPattern: item.number)) << 32 | UInt64(number)) }
    }
    keys.sort()
    for (left, right) in zip(keys, keys.dropFirst()) where left >> 32 == right >> 32 {
      let (a, b) = (root(Int(left & 0xFFFF_FFFF)), root(Int(right & 0xFFFF_FFFF)))
      parent[max(a, b)] = min(a, b)
    }
    var sizes = [Int](repeating: 0, count: items.count)
    for number in items.indices { sizes[root(number)] += 1 }
    // Each group's place is that of its root, the first of its numbers.
    var place = [Int](repeating: -1, count: items.count)
    var groups: [[Int]] = []
    for number in items.indices {
      let top = root(number)
      if sizes[top] < least { continue }
      if place[top] < 0 {
        place[top] = groups.count
        groups.append([])
      }
      groups[place[top]].append(number)
    }
    return groups
  }
}
