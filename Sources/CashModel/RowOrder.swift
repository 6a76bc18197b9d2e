// Sorting a million rows.
//
// What rows are sorted by nearly always differs within eight bytes: a date and the beginning of an id, the letters behind what
// all numbers begin with. Such keys are sorted by digits, least significant first (Knuth, TAOCP 3, 5.2.5), eleven bits at a time,
// which reads no row twice; only rows whose keys are equal are compared. Keys that are in order already are left alone.
//
// Cost: a pass over the rows for each eleven bits in which keys differ. Memory: 32 bytes a row.

/// Orders rows by a key of 64 bits each, and rows of one key by a comparison.
public enum RowOrder {
  private struct Entry {
    var key: UInt64
    var row: Int32
  }

  /// The row numbers in order.
  ///
  /// - Parameters:
  ///   - keys: by row.
  ///   - second: what tells rows with equal keys apart, if it differs; asked of long runs of them only.
  ///   - precedes: the whole order, asked of rows with equal keys only; rows that are equal in it, too, stay as they stand.
  public static func sorted(
    _ keys: [UInt64], then second: (Int32) -> UInt64, _ precedes: (Int32, Int32) -> Bool
  ) -> [Int32] {
    sorted(keys) { run in
      guard run.count > shortRun else { return settled(run, precedes) }
      let rows = run.map(\.row)
      let order = sorted(rows.map(second)) { precedes(rows[Int($0)], rows[Int($1)]) }
      return zip(run, order).map { Entry(key: $0.key, row: rows[Int($1)]) }
    }
  }

  public static func sorted(_ keys: [UInt64], _ precedes: (Int32, Int32) -> Bool) -> [Int32] {
    sorted(keys) { settled($0, precedes) }
  }

  /// - Parameter settled: puts rows with one key in order.
  private static func sorted(_ keys: [UInt64], settling settled: (ArraySlice<Entry>) -> [Entry]) -> [Int32] {
    guard keys.count > 1 else { return keys.indices.map(Int32.init) }
    var entries: [Entry] = []
    entries.reserveInLargePages(keys.count)
    var differing: UInt64 = 0
    var isAscending = true
    for (row, key) in keys.enumerated() {
      differing |= key ^ keys[0]
      if row > 0, key < keys[row - 1] { isAscending = false }
      entries.append(Entry(key: key, row: Int32(row)))
    }
    if !isAscending { sort(&entries, differing) }
    settleEqual(&entries, settled)
    return entries.map(\.row)
  }

  private static func sort(_ entries: inout [Entry], _ differing: UInt64) {
    var other = [Entry](inLargePages: entries.count, repeating: Entry(key: 0, row: 0))
    for shift in stride(from: 0, to: 64, by: digitBits)
    where differing >> UInt64(shift) & (digits - 1) != 0 {
      var next = [Int](repeating: 0, count: Int(digits))
      for entry in entries { next[Int(entry.key >> UInt64(shift) & (digits - 1))] += 1 }
      var start = 0
      for digit in next.indices { (next[digit], start) = (start, start + next[digit]) }
      for entry in entries {
        let digit = Int(entry.key >> UInt64(shift) & (digits - 1))
        other[next[digit]] = entry
        next[digit] += 1
      }
      swap(&entries, &other)
    }
  }

  private static func settled(_ run: ArraySlice<Entry>, _ precedes: (Int32, Int32) -> Bool) -> [Entry] {
    run.sorted { precedes($0.row, $1.row) || (!precedes($1.row, $0.row) && $0.row < $1.row) }
  }

  private static func settleEqual(_ entries: inout [Entry], _ settled: (ArraySlice<Entry>) -> [Entry]) {
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].key == entries[start].key { end += 1 }
      if end - start > 1 { entries.replaceSubrange(start..<end, with: settled(entries[start..<end])) }
      start = end
    }
  }

  private static let shortRun = 64
  private static let digitBits = 11
  private static let digits: UInt64 = 1 << 11
}

extension Array {
  /// Puts the elements in an order of their numbers, each where it belongs and none of them held twice: what stands in its place goes
  /// to its own, until the first one's is reached.
  mutating func put(in order: [Int32]) {
    precondition(order.count == count, "every element has a place")
    var order = order
    for first in order.indices where order[first] != first {
      let element = self[first]
      var place = first
      while order[place] != first {
        let next = Int(order[place])
        self[place] = self[next]
        order[place] = Int32(place)
        place = next
      }
      self[place] = element
      order[place] = Int32(place)
    }
  }
}

extension TextArena {
  /// What all of the texts begin with, in bytes.
  public func commonPrefix(of texts: some Collection<TextSlice>) -> Int {
    guard let first = texts.first else { return 0 }
    var shared = Int(first.length)
    let start = Int(first.offset)
    for text in texts {
      shared = min(shared, Int(text.length))
      let other = Int(text.offset)
      var place = 0
      while place < shared, bytes[start + place] == bytes[other + place] { place += 1 }
      shared = place
    }
    return shared
  }

  /// The first of the text's bytes behind `start` as a number: of two texts that differ within them, the one that comes first in
  /// byte order has the smaller one.
  public func key(of text: TextSlice, behind start: Int, bytes count: Int) -> UInt64 {
    var key: UInt64 = 0
    let end = Int(text.length)
    for place in start..<start + count {
      key = key << 8 | UInt64(place < end ? bytes[Int(text.offset) + place] : 0)
    }
    return key
  }
}
