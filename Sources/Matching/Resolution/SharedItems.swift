import CashModel

/// Puts together what shares items, directly or through others.
enum SharedItems {
  /// The groups of numbers of `items` that are connected: numbers in order within a group, groups in order of their first number.
  ///
  /// Union by smallest number with path compression, near linear in the items.
  static func groups(of items: [some Sequence<OpenItemRow>]) -> [[Int]] {
    var parent = Array(items.indices)
    func root(_ member: Int) -> Int {
      var top = member
      while parent[top] != top { top = parent[top] }
      var next = member
      while parent[next] != top { (parent[next], next) = (top, parent[next]) }
      return top
    }
    var first: [OpenItemRow: Int] = [:]
    for (number, own) in items.enumerated() {
      for item in own {
        if let other = first[item] {
          let (a, b) = (root(other), root(number))
          parent[max(a, b)] = min(a, b)
        } else {
          first[item] = number
        }
      }
    }
    var groups: [Int: [Int]] = [:]
    for number in items.indices { groups[root(number), default: []].append(number) }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }
}
