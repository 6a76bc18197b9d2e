import CashModel

// Which names of a hundred thousand are nearly this one, without comparing it with all of them, and without missing any.
//
// A name is cut into even pieces (`NamePieces`), more than edits are allowed. Of any k + 1 pieces of a name within k edits
// there is an i-th that no edit touches, with no more than i - 1 edits before it and k + 1 - i behind it: the first one up to
// whose end fewer edits than pieces were made (the "multi-match-aware" selection of Li, Deng, Wang and Feng 2011,
// "Pass-Join"). So a query looks its own letters up only at places shifted by as many letters as the edits on either side can
// shift them; first those k + 1 pieces that fewest names have. Beside each name a piece has stands which letters it has before
// and behind the piece: where they and the query's are more different than the edits on that side can make them, the name
// is not looked at. Only the rest is compared. Nothing above the cut-off is lost: that the search finds what comparing with
// every name finds is a test.
//
// Who is most alike is asked from the near to the far: once a name is found, only names nearly as alike matter, and the fewer
// edits are allowed the fewer pieces must be looked at.
//
// Cost: some 50 look-ups a query, an operation on one machine word for each name that has a piece, side by side in memory,
// and a comparison for one in a hundred of these. Memory: about 16 bytes a piece, 5 pieces a name.

package struct NameIndex: Sendable {
  /// A customer whose name is alike, and how much.
  package struct Hit: Hashable, Sendable {
    package let row: Int32
    package let permille: Int
  }

  /// The forms of names, the shorter first; those of one length in the order in which they were put in.
  private var rows: [Int32] = []
  /// Their letters, eight in a word, the first lowest; forms of one length have as many words.
  private var letters: [UInt64] = []
  /// By length, where its forms begin; one entry more than there are lengths.
  private var firstForm = [Int](repeating: 0, count: NameSimilarity.mostLength + 2)
  private var firstWord = [Int](repeating: 0, count: NameSimilarity.mostLength + 2)
  private var pieces = PieceTable([])
  private var pending: [(form: [UInt8], row: Int32)] = []

  package init() {}

  /// Adds a form of a customer's name. Forms that are too short are left out: they must be equal.
  package mutating func insert(_ form: ArraySlice<UInt8>, row: Int32) {
    guard form.count >= NameSimilarity.leastLength else { return }
    pending.append((Array(form.prefix(NameSimilarity.mostLength)), row))
  }

  /// Lays the forms of each length, and of each piece, side by side; call once, after the last `insert`.
  package mutating func seal() {
    for form in pending { firstForm[form.form.count + 1] += 1 }
    for length in 1..<firstForm.count {
      firstWord[length] = firstWord[length - 1] + firstForm[length] * NameIndex.words(of: length - 1)
      firstForm[length] += firstForm[length - 1]
    }
    rows = [Int32](repeating: 0, count: pending.count)
    letters = [UInt64](repeating: 0, count: firstWord[firstWord.count - 1])
    var next = firstForm
    var entries: [PieceTable.Entry] = []
    var sides = NameSides()
    for (name, row) in pending {
      let length = name.count
      let form = next[length]
      next[length] += 1
      rows[form] = row
      let word = firstWord[length] + (form - firstForm[length]) * NameIndex.words(of: length)
      for start in stride(from: 0, to: length, by: 8) {
        letters[word + start / 8] = name.span.word(at: start, count: min(8, length - start))
      }
      sides.set(name.span)
      let cut = NamePieces(length: length)
      for number in 0..<cut.count {
        let piece = cut[number]
        entries.append(
          PieceTable.Entry(
            key: cut.key(name.span, at: piece.start, piece), form: Int32(form),
            sides: sides.word(piece.start, piece.start + piece.length, piece.place)))
      }
    }
    pieces = PieceTable(entries)
    pending = []
  }

  private static func words(of length: Int) -> Int { (length + 7) / 8 }

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
    scratch.hits.removeAll(keepingCapacity: true)
    for form in forms where form.count >= NameSimilarity.leastLength {
      search(form.span.extracting(first: NameSimilarity.mostLength), least, &scratch)
    }
    // A form is met once for each piece it has in common; the best of a customer stays.
    scratch.hits.sort { $0.row != $1.row ? $0.row < $1.row : $0.permille > $1.permille }
    var found: [Hit] = []
    for hit in scratch.hits where found.last?.row != hit.row { found.append(hit) }
    found.sort { $0.permille != $1.permille ? $0.permille > $1.permille : $0.row < $1.row }
    return found
  }

  /// What a search needs to remember, kept between searches.
  package struct Scratch {
    fileprivate var distances = NameDistances<UInt32>()
    fileprivate var longDistances = NameDistances<UInt64>()
    fileprivate var sides = NameSides()
    fileprivate var hits: [Hit] = []
    /// The runs of forms found for the pieces of a length.
    fileprivate var runs: [Run] = []
    /// Of each piece of a length: how many forms its runs have, and how many chosen pieces stand before it; -1 for none chosen.
    fileprivate var counts: [Int] = []
    fileprivate var before: [Int] = []
    /// The forms that may be alike, and more behind them.
    fileprivate var forms: [Int32] = []
    /// Those of them that are, with their distances.
    fileprivate var near: [(form: Int32, distance: Int)] = []

    package init() {}
  }

  /// Forms that have the query's letters behind `start` as their piece.
  fileprivate struct Run {
    let piece: NamePieces.Piece
    let start: Int
    let forms: Range<Int32>
    /// How many letters further on the piece stands in the query than in the forms.
    var shift: Int { start - piece.start }
  }

  private func search(_ query: Span<UInt8>, _ least: Int, _ scratch: inout Scratch) {
    if query.count <= 32 { scratch.distances.set(query) } else { scratch.longDistances.set(query) }
    scratch.sides.set(query)
    let shortest = query.count * least / 1_000
    let longest = min(query.count * 1_000 / least + 1, NameSimilarity.mostLength)
    for length in max(shortest, NameSimilarity.leastLength)...longest where firstForm[length] < firstForm[length + 1] {
      let longer = max(length, query.count)
      let edits = NameSimilarity.mostEdits(ofLongest: longer, least)
      let difference = query.count - length
      guard abs(difference) <= edits else { continue }
      lookUp(query, NamePieces(length: length), edits, difference, &scratch)
      var count = 0
      for run in scratch.runs {
        let before = scratch.before[run.piece.number]
        let behind = edits - before
        guard before >= 0, abs(run.shift) <= before, abs(difference - run.shift) <= behind else { continue }
        let place = run.piece.place
        let filter = NameSides.Filter(
          scratch.sides.word(run.start, run.start + run.piece.length, place), place,
          before: 2 * before - abs(run.shift), behind: 2 * behind - abs(difference - run.shift))
        pieces.collect(run.forms, passing: filter, into: &scratch.forms, &count)
      }
      scratch.near.removeAll(keepingCapacity: true)
      let names = letters.span.extracting(firstWord[length]..<firstWord[length + 1])
      let first = Int32(firstForm[length])
      if query.count <= 32 {
        scratch.distances.append(scratch.forms, count, first, names, ofLength: length, within: edits, to: &scratch.near)
      } else {
        scratch.longDistances.append(
          scratch.forms, count, first, names, ofLength: length, within: edits, to: &scratch.near)
      }
      for near in scratch.near {
        let permille = NameSimilarity.permille(edits: near.distance, ofLongest: longer)
        scratch.hits.append(Hit(row: rows[Int(near.form)], permille: permille))
      }
    }
  }

  /// Looks the query's letters up as pieces of names of a length, and chooses the pieces that fewest names have.
  private func lookUp(
    _ query: Span<UInt8>, _ cut: NamePieces, _ edits: Int, _ difference: Int,
    _ scratch: inout Scratch
  ) {
    scratch.runs.removeAll(keepingCapacity: true)
    scratch.counts.removeAll(keepingCapacity: true)
    scratch.before.removeAll(keepingCapacity: true)
    for number in 0..<cut.count {
      let piece = cut[number]
      // Which pieces are chosen is not known yet, but that no more of them than pieces stand on either side.
      let before = min(number, edits)
      let behind = min(cut.count - 1 - number, edits)
      let low = max(-before, difference - behind, -piece.start)
      let high = min(before, difference + behind, query.count - piece.length - piece.start)
      var forms = 0
      if low <= high {
        for start in piece.start + low...piece.start + high {
          let run = pieces.run(cut.key(query, at: start, piece))
          if !run.isEmpty { scratch.runs.append(Run(piece: piece, start: start, forms: run)) }
          forms += run.count
        }
      }
      scratch.counts.append(forms)
      scratch.before.append(number)
    }
    guard cut.count > edits + 1 else { return }
    for _ in 0..<cut.count - edits - 1 {
      var most = -1
      for number in 0..<cut.count where scratch.before[number] >= 0 {
        if most < 0 || scratch.counts[number] > scratch.counts[most] { most = number }
      }
      scratch.before[most] = -1
    }
    var before = 0
    for number in 0..<cut.count where scratch.before[number] >= 0 {
      scratch.before[number] = before
      before += 1
    }
  }
}
