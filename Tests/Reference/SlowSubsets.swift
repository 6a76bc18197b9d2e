/// Counts the ways to take at most one option of each choice so that they add up to the target, by trying all of them.
package enum SlowSubsets {
  package static func ways(_ choices: [[Int64]], _ target: Int64) -> [[Int?]] {
    var found: [[Int?]] = []
    var taken = [Int?](repeating: nil, count: choices.count)
    func go(_ place: Int, _ sum: Int64) {
      if place == choices.count {
        if sum == target, taken.contains(where: { $0 != nil }) { found.append(taken) }
        return
      }
      taken[place] = nil
      go(place + 1, sum)
      for option in choices[place].indices {
        taken[place] = option
        go(place + 1, sum + choices[place][option])
      }
      taken[place] = nil
    }
    go(0, 0)
    return found
  }
}

/// The optimal string alignment distance by its table.
package enum SlowEditDistance {
  package static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var table = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    for row in 0...left.count { table[row][0] = row }
    for column in 0...right.count { table[0][column] = column }
    for row in 1...max(left.count, 1) where row <= left.count {
      for column in 1...max(right.count, 1) where column <= right.count {
        let same = left[row - 1] == right[column - 1]
        var best = table[row - 1][column - 1] + (same ? 0 : 1)
        best = min(best, table[row - 1][column] + 1, table[row][column - 1] + 1)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          best = min(best, table[row - 2][column - 2] + 1)
        }
        table[row][column] = best
      }
    }
    return table[left.count][right.count]
  }
}
