import CashModel

// Which names of a hundred thousand are nearly this one, without comparing it with all of them, and without missing any.
//
// A name of l letters is cut into m even pieces. An edit spoils at most one piece, so a name within k edits still has m - k of
// them, each at its place but for a few letters (Li, Deng, Wang and Feng 2011, "Pass-Join"): a piece that no edit touches lies
// shifted by s letters where |s| + |d - s| <= k, d being the difference in length. The index knows for each length, piece and
// letters the names that have it. Of any k + 1 pieces one is left, so a query looks its own letters up at all such places,
// takes the k + 1 pieces that fewest names have, and compares only those names, if they have not too many letters that the
// other has not. Nothing above the cut-off is lost: that the search finds what comparing with every name finds is a test.
//
// Who is most alike is asked from the near to the far: once a name is found, only names nearly as alike matter, and the fewer
// edits are allowed the fewer pieces must be looked at.
//
// Cost: some 50 to 150 look-ups a query and a comparison of one machine word for each of the few names left.
// Memory: about 8 bytes a piece, 5 pieces a name.

package struct NameIndex: Sendable {
  /// A customer whose name is alike, and how much.
  package struct Hit: Hashable, Sendable {
    package let row: Int32
    package let permille: Int
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

  package init() {}

  /// Adds a form of a customer's name. Forms that are too short are left out: they must be equal.
  package mutating func insert(_ form: ArraySlice<UInt8>, row: Int32) {
    guard form.count >= NameSimilarity.leastLength else { return }
    let form = form.prefix(NameSimilarity.mostLength)
    starts.append(Int32(letters.count))
    lengths.append(UInt8(form.count))
    rows.append(row)
    signatures.append(NameIndex.signature(form))
    hasLength[form.count] = true
    let cut = Pieces(length: form.count)
    for number in 0..<cut.count {
      let piece = cut[number]
      let key = NameIndex.key(
        form[form.startIndex + piece.start..<form.startIndex + piece.end], form.count, piece.number)
      pending.append((key, Int32(rows.count - 1)))
    }
    letters += form
  }

  /// Lays the forms of each piece side by side; call once, after the last `insert`.
  package mutating func seal() {
    pieces = PieceTable(pending)
    pending = []
  }

  /// The customers most alike to one of the forms, and all that are less alike by no more than the margin; none where nobody
  /// is at least `NameSimilarity.leastAccepted` alike.
  package func nearest(to forms: [[UInt8]], _ scratch: inout Scratch) -> [Hit] {
    for level in NameIndex.levels {
      let found = hits(of: forms, atLeast: level - NameSimilarity.leastMargin, &scratch)
      guard let best = found.first, best.permille >= level else { continue }
      return found.filter { $0.permille >= best.permille - NameSimilarity.leastMargin }
    }
    return []
  }

  private static let levels = [930, 890, NameSimilarity.leastAccepted]

  /// The customers that have a name at least `least` thousandths alike to one of the forms, each once with its best, the most alike
  /// first, then by row. `least` is no less than `NameSimilarity.leastSearched`.
  package func hits(of forms: [[UInt8]], atLeast least: Int, _ scratch: inout Scratch) -> [Hit] {
    precondition(least >= NameSimilarity.leastSearched, "pieces are cut for no more edits")
    var best: [Int32: Int] = [:]
    for form in forms where form.count >= NameSimilarity.leastLength {
      search(form.prefix(NameSimilarity.mostLength), least, &scratch) { row, permille in
        best[row] = max(best[row] ?? 0, permille)
      }
    }
    return best.map { Hit(row: $0.key, permille: $0.value) }.sorted {
      $0.permille != $1.permille ? $0.permille > $1.permille : $0.row < $1.row
    }
  }

  /// What a search needs to remember, kept between searches.
  package struct Scratch {
    fileprivate var distance = EditDistance(countsSwaps: false)
    /// The runs of forms found for the pieces of a length, piece by piece.
    fileprivate var runs: [Range<Int32>] = []
    /// How many forms each piece's runs have, with the runs.
    fileprivate var pieces: [(forms: Int, runs: Range<Int>)] = []

    package init() {}
  }

  private func search(
    _ query: ArraySlice<UInt8>, _ least: Int, _ scratch: inout Scratch, _ take: (Int32, Int) -> Void
  ) {
    scratch.distance.set(query.span)
    let signature = NameIndex.signature(query)
    let first = query.startIndex
    let shortest = query.count * least / 1_000
    let longest = min(query.count * 1_000 / least + 1, NameSimilarity.mostLength)
    for length in max(shortest, NameSimilarity.leastLength)...longest where hasLength[length] {
      let longer = max(length, query.count)
      let edits = NameSimilarity.mostEdits(ofLongest: longer, least)
      let difference = query.count - length
      guard abs(difference) <= edits else { continue }
      scratch.runs.removeAll(keepingCapacity: true)
      scratch.pieces.removeAll(keepingCapacity: true)
      let cut = Pieces(length: length)
      for number in 0..<cut.count {
        let piece = cut[number]
        let low = max(0, piece.start - (edits - difference) / 2)
        let high = min(query.count - piece.length, piece.start + (edits + difference) / 2)
        let before = scratch.runs.count
        var forms = 0
        if low <= high {
          for start in low...high {
            let key = NameIndex.key(query[first + start..<first + start + piece.length], length, piece.number)
            let run = pieces.run(key)
            if !run.isEmpty { scratch.runs.append(run) }
            forms += run.count
          }
        }
        scratch.pieces.append((forms, before..<scratch.runs.count))
      }
      scratch.pieces.sort { $0.forms < $1.forms }
      for piece in scratch.pieces.prefix(edits + 1) {
        for run in scratch.runs[piece.runs] {
          compare(pieces.forms(run), of: length, signature, edits, scratch.distance) { row, distance in
            take(row, NameSimilarity.permille(edits: distance, ofLongest: longer))
          }
        }
      }
    }
  }

  /// Calls `take` with the forms of the run that are within the edits.
  private func compare(
    _ forms: ArraySlice<Int32>, of length: Int, _ signature: UInt64, _ edits: Int, _ query: EditDistance,
    _ take: (Int32, Int) -> Void
  ) {
    for form in forms {
      let place = Int(form)
      guard (signatures[place] & ~signature).nonzeroBitCount <= edits,
        (signature & ~signatures[place]).nonzeroBitCount <= edits
      else { continue }
      let start = Int(starts[place])
      if let distance = query.distance(to: letters.span.extracting(start..<start + length)), distance <= edits {
        take(rows[place], distance)
      }
    }
  }

  /// Two bits a letter: it stands in the name, and more than once. An edit takes at most one bit and gives at most one.
  private static func signature(_ form: ArraySlice<UInt8>) -> UInt64 {
    var bits: UInt64 = 0
    for byte in form {
      let once: UInt64 = 1 << UInt64(byte & 31)
      bits |= bits & once == 0 ? once : once << 32
    }
    return bits
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
    let edits = NameSimilarity.mostEdits(ofLongest: max(longest, length), NameSimilarity.leastSearched)
    count = min(edits + 1, length)
  }

  subscript(number: Int) -> Piece {
    let start = number * length / count
    return Piece(number: number, start: start, length: (number + 1) * length / count - start)
  }
}

/// From a piece's key to the forms that have it.
private struct PieceTable: Sendable {
  private var keys: [UInt64] = []
  private var ranges: [Int32] = []
  private var slots: [Int32] = [-1]
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

  /// Where the forms of a piece stand.
  func run(_ key: UInt64) -> Range<Int32> {
    var slot = Int(truncatingIfNeeded: key) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if keys[number] == key { return ranges[number]..<ranges[number + 1] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return 0..<0
  }

  func forms(_ run: Range<Int32>) -> ArraySlice<Int32> { forms[Int(run.lowerBound)..<Int(run.upperBound)] }
}
