// Sorting a million rows.
//
// What rows are sorted by nearly always differs within eight bytes: a date and the beginning of an id, the letters behind what
// all numbers begin with. Such keys are sorted by digits, least significant first (Knuth, TAOCP 3, 5.2.5), eleven bits at a time,
// of as many of the highest bits in which keys differ as rows mostly differ in; the few rows that are alike in these are sorted among
// themselves, and only rows whose keys are equal are compared. Keys that are in order already are left alone.
//
// Cost: three passes over a million rows, and a fourth beyond a hundred million, where keys are scattered; where they are not, runs of
// rows alike in the highest bits take their own. Memory: 32 bytes a row.

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

  /// Sorts by the keys' bits that differ.
  private static func sort(_ entries: inout [Entry], _ differing: UInt64) {
    if entries.count <= shortRun { return entries.putFewInOrder(0..<entries.count, by: \.key) }
    let highest = 64 - differing.leadingZeroBitCount
    // Two more bits than it takes to number the rows, in whole digits.
    let wanted = 64 - UInt64(entries.count).leadingZeroBitCount + 2
    let lowest = max(0, highest - (wanted + digitBits - 1) / digitBits * digitBits)
    sort(&entries, differing, from: lowest)
    let rest = UInt64(1) << UInt64(lowest) - 1
    if differing & rest == 0 { return }
    var start = 0
    while start < entries.count {
      var end = start + 1
      var bits: UInt64 = 0
      while end < entries.count, entries[end].key >> UInt64(lowest) == entries[start].key >> UInt64(lowest) {
        bits |= entries[end].key ^ entries[start].key
        end += 1
      }
      if bits != 0, end - start <= shortRun {
        entries.putFewInOrder(start..<end, by: \.key)
      } else if bits != 0 {
        var run = Array(entries[start..<end])
        sort(&run, bits)
        entries.replaceSubrange(start..<end, with: run)
      }
      start = end
    }
  }

  /// - Parameter lowest: the bit that the first digit begins with.
  private static func sort(_ entries: inout [Entry], _ differing: UInt64, from lowest: Int) {
    var other = [Entry](inLargePages: entries.count, repeating: Entry(key: 0, row: 0))
    for shift in stride(from: lowest, to: 64, by: digitBits)
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
  /// Puts a few elements in order of their keys, by insertion; those with one key stay as they stand.
  @inlinable public mutating func putFewInOrder(_ range: Range<Int>, by key: (Element) -> UInt64) {
    for next in range.dropFirst() {
      let element = self[next]
      var place = next
      while place > range.lowerBound, key(self[place - 1]) > key(element) {
        self[place] = self[place - 1]
        place -= 1
      }
      self[place] = element
    }
  }

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
}

/// Texts as numbers that have the texts' order as far as they go: letters numbered in byte order, so that as many as possible fit. Numbers
/// of invoices have a dozen different letters, of which twelve fit where six bytes would.
public struct PackedTexts {
  private let arena: TextArena
  /// What all texts begin with, which tells nothing.
  private let shared: Int
  /// By byte: its number among those that stand behind that, from one; nought is the text's end.
  private var ranks = [UInt16](repeating: 0, count: 256)
  private let bits: Int

  public init(_ texts: some Collection<TextSlice>, in arena: TextArena) {
    self.arena = arena
    let shared = arena.commonPrefix(of: texts)
    self.shared = shared
    var isThere = [Bool](repeating: false, count: 256)
    for text in texts {
      let text = arena.span(text)
      for place in shared..<text.count { isThere[Int(text[place])] = true }
    }
    var last = 0
    for byte in isThere.indices where isThere[byte] {
      last += 1
      ranks[byte] = UInt16(last)
    }
    bits = max(Int.bitWidth - last.leadingZeroBitCount, 1)
  }

  /// How many letters fit into so many bits.
  public func letterCount(in bits: Int) -> Int { bits / self.bits }

  /// The letters of a text behind the first `start` that are its own, in the lowest bits of the number.
  public func key(of text: TextSlice, behind start: Int = 0, bits: Int) -> UInt64 {
    let text = arena.span(text)
    var key: UInt64 = 0
    for place in shared + start..<shared + start + letterCount(in: bits) {
      key = key << UInt64(self.bits) | UInt64(place < text.count ? ranks[Int(text[place])] : 0)
    }
    return key
  }
}
