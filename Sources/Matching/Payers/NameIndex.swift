import CashModel

// Which names of a hundred thousand are nearly this one, without comparing it with all of them, and without missing any.
//
// A name of l letters is cut into m even pieces. An edit spoils at most one piece, so a name within k edits still has m - k of
// them, each at its place but for a few letters (Li, Deng, Wang and Feng 2011, "Pass-Join"): a piece that no edit touches lies
// shifted by s letters where |s| + |d - s| <= k, d being the difference in length. The index knows for each length, piece and
// letters the names that have it; a query looks its own letters up at all such places, counts pieces per name, and compares only
// names with enough of them whose letters, as a set, are not too many others. Nothing above the cut-off is lost: that the
// search finds what comparing with every name finds is a test.
//
// Cost: some 150 look-ups a query and a comparison of one machine word for each of a few hundred names of a hundred thousand.
// Memory: about 8 bytes a piece, 5 pieces a name.

struct NameIndex: Sendable {
  /// A customer whose name is alike, and how much.
  struct Hit: Hashable, Sendable {
    let row: Int32
    let permille: Int
  }

  /// The forms of all names: letters of each side by side, with their customers.
  private var letters: [UInt8] = []
  private var starts: [Int32] = []
  private var lengths: [UInt8] = []
  private var rows: [Int32] = []
  private var signatures: [UInt64] = []
  private var pieces = PieceTable()
  private var pending: [(key: UInt64, form: Int32)] = []
  private var hasLength = [Bool](repeating: false, count: NameSimilarity.mostLength + 1)

  var count: Int { rows.count }

  /// Adds a form of a customer's name. Forms that are too short are left out: they must be equal.
  mutating func insert(_ form: ArraySlice<UInt8>, row: Int32) {
    guard form.count >= NameSimilarity.leastLength else { return }
    let form = form.prefix(NameSimilarity.mostLength)
    let number = Int32(rows.count)
    starts.append(Int32(letters.count))
    lengths.append(UInt8(form.count))
    rows.append(row)
    signatures.append(NameIndex.signature(form))
    hasLength[form.count] = true
    for piece in Pieces(length: form.count).all {
      let key = NameIndex.key(
        form[form.startIndex + piece.start..<form.startIndex + piece.end], form.count, piece.number)
      pending.append((key, number))
    }
    letters += form
  }

  /// Lays the forms of each piece side by side; call once, after the last `insert`.
  mutating func seal() {
    pieces = PieceTable(pending)
    pending = []
  }

  /// The customers that have a name at least `NameSimilarity.leastSearched` alike to one of the forms, each once with its
  /// best, the most alike first, then by row.
  func hits(of forms: [[UInt8]], _ scratch: inout Scratch) -> [Hit] {
    var best: [Int32: Int] = [:]
    for form in forms where form.count >= NameSimilarity.leastLength {
      search(form.prefix(NameSimilarity.mostLength), &scratch) { row, permille in
        best[row] = max(best[row] ?? 0, permille)
      }
    }
    return best.map { Hit(row: $0.key, permille: $0.value) }.sorted {
      $0.permille != $1.permille ? $0.permille > $1.permille : $0.row < $1.row
    }
  }

  /// What a search needs to remember, kept between searches.
  struct Scratch {
    fileprivate var distance = EditDistance(countsSwaps: false)
    /// Per form: pieces found of it in this round, and the round with the piece counted last.
    fileprivate var found: [UInt8] = []
    fileprivate var stamps: [UInt32] = []
    fileprivate var stamp: UInt32 = 0
    fileprivate var candidates: [Int32] = []
  }

  private func search(_ query: ArraySlice<UInt8>, _ scratch: inout Scratch, _ take: (Int32, Int) -> Void) {
    if scratch.stamps.count < count || scratch.stamp > .max - 4_096 {
      scratch.found = [UInt8](repeating: 0, count: count)
      scratch.stamps = [UInt32](repeating: 0, count: count)
      scratch.stamp = 0
    }
    scratch.distance.set(query.span)
    let signature = NameIndex.signature(query)
    let first = query.startIndex
    let shortest = query.count * NameSimilarity.leastSearched / 1_000
    let longest = min(query.count * 1_000 / NameSimilarity.leastSearched + 1, NameSimilarity.mostLength)
    for length in max(shortest, NameSimilarity.leastLength)...longest where hasLength[length] {
      let longer = max(length, query.count)
      let edits = NameSimilarity.mostEdits(ofLongest: longer)
      let difference = query.count - length
      guard abs(difference) <= edits else { continue }
      let cut = Pieces(length: length)
      let needed = cut.count - edits
      // Stamps of this length: its first one is `base`; a form's count is valid from there on.
      let base = scratch.stamp + 1
      scratch.candidates.removeAll(keepingCapacity: true)
      for piece in cut.all {
        scratch.stamp += 1
        let low = max(0, piece.start - (edits - difference) / 2)
        let high = min(query.count - piece.length, piece.start + (edits + difference) / 2)
        guard low <= high else { continue }
        for start in low...high {
          let key = NameIndex.key(query[first + start..<first + start + piece.length], length, piece.number)
          for form in pieces.forms(key) {
            let place = Int(form)
            guard scratch.stamps[place] != scratch.stamp else { continue }
            if scratch.stamps[place] < base { scratch.found[place] = 0 }
            scratch.stamps[place] = scratch.stamp
            scratch.found[place] += 1
            if Int(scratch.found[place]) == needed { scratch.candidates.append(form) }
          }
        }
      }
      for form in scratch.candidates {
        let place = Int(form)
        guard (signatures[place] ^ signature).nonzeroBitCount <= 2 * edits else { continue }
        let start = Int(starts[place])
        guard let distance = scratch.distance.distance(to: letters.span.extracting(start..<start + length)),
          distance <= edits
        else { continue }
        let permille = NameSimilarity.permille(edits: distance, ofLongest: longer)
        if permille >= NameSimilarity.leastSearched { take(rows[place], permille) }
      }
    }
  }

  /// Which letters a name has: an edit changes at most two bits.
  private static func signature(_ form: ArraySlice<UInt8>) -> UInt64 {
    var once: UInt64 = 0
    for byte in form { once |= 1 << UInt64(byte & 63) }
    return once
  }

  /// Length, number and letters of a piece in one word. Two pieces of one key only cost a comparison.
  private static func key(_ piece: ArraySlice<UInt8>, _ length: Int, _ number: Int) -> UInt64 {
    var key = UInt64(length) << 8 | UInt64(number)
    for byte in piece { key = (key ^ UInt64(byte)) &* 0x100_0000_01b3 }
    key = (key ^ key >> 32) &* 0x9e37_79b9_7f4a_7c15
    return key ^ key >> 29
  }
}

/// How a name of some length is cut: one piece more than the edits of any name it may be alike to, the lengths even.
private struct Pieces {
  struct Piece {
    let number: Int
    let start: Int
    let length: Int
    var end: Int { start + length }
  }

  let count: Int
  private let length: Int

  init(length: Int) {
    self.length = length
    // The longest name that is alike has this many letters.
    let longest = min(length * 1_000 / NameSimilarity.leastSearched + 1, NameSimilarity.mostLength)
    count = min(NameSimilarity.mostEdits(ofLongest: max(longest, length)) + 1, length)
  }

  var all: [Piece] {
    (0..<count).map { number in
      let start = number * length / count
      return Piece(number: number, start: start, length: (number + 1) * length / count - start)
    }
  }
}

/// From a piece's key to the forms that have it.
private struct PieceTable: Sendable {
  private var keys: [UInt64] = []
  private var ranges: [Int32] = []
  private var slots: [Int32] = []
  private var forms: [Int32] = []

  init() {}

  init(_ entries: [(key: UInt64, form: Int32)]) {
    let sorted = entries.sorted { $0.key != $1.key ? $0.key < $1.key : $0.form < $1.form }
    for entry in sorted {
      if keys.last != entry.key {
        keys.append(entry.key)
        ranges.append(Int32(forms.count))
      }
      forms.append(entry.form)
    }
    ranges.append(Int32(forms.count))
    var size = 16
    while size < 2 * keys.count { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    for (number, key) in keys.enumerated() {
      var slot = Int(truncatingIfNeeded: key) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(number)
    }
  }

  func forms(_ key: UInt64) -> ArraySlice<Int32> {
    guard !slots.isEmpty else { return [] }
    var slot = Int(truncatingIfNeeded: key) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if keys[number] == key { return forms[Int(ranges[number])..<Int(ranges[number + 1])] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return []
  }
}
