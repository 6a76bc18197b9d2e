import CashModel

// Counting subsets with two planes of bits.
//
// Which of 30 open items add up to 1,000.00, and is that the only way? Enumerating 2³⁰ subsets is out of the question,
// but the sums they reach are few: one bit for each minor unit from the lowest to the target. Plane A holds the sums
// reached in at least one way, plane B those reached in at least two. Adding an item of amount a with the options "out"
// and "in" gives
//
//     A' = A | A<<a        B' = B | B<<a | A & A<<a
//
// and an item with several options (gross, net of its discount) is the same with more shifts. B saturates: a sum reached
// in two ways stays ambiguous whatever follows, so no number of members is too large. Credits are negative amounts; the
// planes then begin below zero by all of them.
//
// After the last item: bit T of A clear means no subset, A set and B clear means exactly one over all of them. That one
// is found by walking back through copies of A, kept every √n items and made again between two of them.
// Cost: options × words for each plane; T = 10,000.00 and 30 items are 1.4 million words, well under a millisecond.

struct SubsetPlanes {
  private let choices: [SubsetProblem.Choice]
  /// The sum that bit 0 stands for, as a positive number: all credits together.
  private let offset: Int
  private let targetBit: Int
  private let target: Int64
  private let words: Int
  private let every: Int

  /// - Returns: nil where the planes would not fit into memory at all.
  init?(_ problem: SubsetProblem) {
    guard problem.target > 0 else { return nil }
    choices = problem.choices
    target = problem.target
    var credits: Int64 = 0
    for choice in problem.choices {
      let lowest = choice.options.min() ?? 0
      if lowest < 0 {
        let (sum, overflow) = credits.subtractingReportingOverflow(lowest)
        guard !overflow else { return nil }
        credits = sum
      }
    }
    // Beyond the target sums matter only as far as the window looks and credits still to come can bring them back.
    guard credits < SubsetPlanes.mostBits, target < SubsetPlanes.mostBits else { return nil }
    let width = 2 * credits + target + subsetWindow(of: target)
    guard width < SubsetPlanes.mostBits else { return nil }
    offset = Int(credits)
    targetBit = Int(target) + offset
    words = (Int(width) + 64) / 64
    var root = 1
    while (root + 1) * (root + 1) <= problem.choices.count { root += 1 }
    every = root
  }

  var steps: Int { choices.reduce(0) { $0 + 2 * ($1.options.count + 1) * words } }

  func solve() -> SubsetAnswer {
    var once = BitPlane(words: words)
    var twice = BitPlane(words: words)
    once.set(offset)
    var copies: [BitPlane] = []
    for (place, choice) in choices.enumerated() {
      if place % every == 0 { copies.append(once) }
      let before = (once, twice)
      for option in choice.options {
        twice.merge(before.1, shiftedBy: Int(option))
        // What the options so far reach and this one reaches too has two ways.
        twice.mergeCommon(once, before.0, shiftedBy: Int(option))
        once.merge(before.0, shiftedBy: Int(option))
      }
    }
    guard once.isSet(targetBit) else { return .none }
    guard !twice.isSet(targetBit) else { return .ambiguous }
    let window = Int(subsetWindow(of: target))
    let low = max(offset + 1, targetBit - window)
    let high = min(targetBit + window, words * 64 - 1)
    let nearby = once.count(low...high) - 1
    return .unique(witness(copies), nearby: nearby, places: high - low)
  }

  /// Walks back from the target: since the way is unique, at each choice exactly one option leaves a sum that the
  /// choices before reach.
  private func witness(_ copies: [BitPlane]) -> SubsetSolution {
    var solution = SubsetSolution(repeating: nil, count: choices.count)
    var bit = targetBit
    for block in copies.indices.reversed() {
      let places = block * every..<min((block + 1) * every, choices.count)
      var before = [copies[block]]
      for place in places.dropLast() {
        let plane = before[before.count - 1]
        var next = plane
        for option in choices[place].options { next.merge(plane, shiftedBy: Int(option)) }
        before.append(next)
      }
      for place in places.reversed() {
        let plane = before[place - places.lowerBound]
        if plane.isSet(bit) { continue }
        for (number, option) in choices[place].options.enumerated() where plane.isSet(bit - Int(option)) {
          solution[place] = number
          bit -= Int(option)
          break
        }
      }
    }
    precondition(bit == offset, "a way that the planes reach can be walked back")
    return solution
  }

  /// 2³⁰ bits are 128 MiB a plane; the budget of steps ends long before.
  private static let mostBits: Int64 = 1 << 30
}

/// A row of bits with the shifts the planes need.
struct BitPlane {
  private var words: [UInt64]

  init(words: Int) { self.words = [UInt64](repeating: 0, count: words) }

  mutating func set(_ bit: Int) { words[bit >> 6] |= 1 << UInt64(bit & 63) }

  func isSet(_ bit: Int) -> Bool {
    guard bit >= 0, bit >> 6 < words.count else { return false }
    return words[bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }

  /// Adds the other plane's bits, moved up by `shift` (down where negative); what leaves the plane is lost.
  mutating func merge(_ other: BitPlane, shiftedBy shift: Int) {
    for index in words.indices {
      let moved = other.word(index, shiftedBy: shift)
      if moved != 0 { words[index] |= moved }
    }
  }

  /// Adds the bits that `left`, and `right` moved by `shift`, have in common.
  mutating func mergeCommon(_ left: BitPlane, _ right: BitPlane, shiftedBy shift: Int) {
    for index in words.indices where left.words[index] != 0 {
      words[index] |= left.words[index] & right.word(index, shiftedBy: shift)
    }
  }

  private func word(_ index: Int, shiftedBy shift: Int) -> UInt64 {
    let whole = shift >> 6
    let part = UInt64(shift & 63)
    let source = index - whole
    var value: UInt64 = 0
    if source >= 0, source < words.count { value = words[source] << part }
    if part > 0, source >= 1, source - 1 < words.count { value |= words[source - 1] >> (64 - part) }
    return value
  }

  func count(_ bits: ClosedRange<Int>) -> Int {
    var count = 0
    for index in bits.lowerBound >> 6...bits.upperBound >> 6 {
      var word = words[index]
      if index == bits.lowerBound >> 6 { word &= .max << UInt64(bits.lowerBound & 63) }
      if index == bits.upperBound >> 6 { word &= .max >> UInt64(63 - bits.upperBound & 63) }
      count += word.nonzeroBitCount
    }
    return count
  }
}
