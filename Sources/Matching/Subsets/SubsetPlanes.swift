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
  /// The smallest amounts first: the sums stay near each other longest.
  private let choices: [SubsetProblem.Choice]
  /// Where each of them stands in the problem.
  private let places: [Int]
  /// The sum that bit 0 stands for, as a positive number: all credits together.
  private let offset: Int
  private let targetBit: Int
  private let target: Int64
  private let words: Int
  private let every: Int

  /// - Returns: nil where the planes would not fit into memory at all.
  init?(_ problem: SubsetProblem) {
    guard problem.target > 0 else { return nil }
    let sizes = problem.choices.map { choice in choice.options.map(\.magnitude).max() ?? 0 }
    places = problem.choices.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    choices = places.map { problem.choices[$0] }
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
    /// How many words of the planes may hold a sum, once each choice is added.
    var reaches: [Int] = []
    // No sum is beyond what all amounts so far give together.
    var reached = offset...offset
    for (place, choice) in choices.enumerated() {
      if place % every == 0 { copies.append(once.resized(to: reached.upperBound >> 6 + 1)) }
      let lowest = max(reached.lowerBound + Int(min(choice.options.min() ?? 0, 0)), 0)
      reached = lowest...min(reached.upperBound + Int(max(choice.options.max() ?? 0, 0)), words * 64 - 1)
      let range = reached.lowerBound >> 6...reached.upperBound >> 6
      reaches.append(range.upperBound + 1)
      if choice.options.count == 1 {
        BitPlane.add(Int(choice.options[0]), to: &once, &twice, within: range)
        continue
      }
      let before = (once, twice)
      for option in choice.options {
        twice.merge(before.1, shiftedBy: Int(option), within: range)
        // What the options so far reach and this one reaches too has two ways.
        twice.mergeCommon(once, before.0, shiftedBy: Int(option), within: range)
        once.merge(before.0, shiftedBy: Int(option), within: range)
      }
    }
    guard once.isSet(targetBit) else { return .none }
    guard !twice.isSet(targetBit) else { return .ambiguous }
    let window = Int(subsetWindow(of: target))
    let low = max(offset + 1, targetBit - window)
    let high = min(targetBit + window, words * 64 - 1)
    let nearby = once.count(low...high) - 1
    return .unique(witness(copies, reaches), nearby: nearby, places: high - low)
  }

  /// Walks back from the target: since the way is unique, at each choice exactly one option leaves a sum that the
  /// choices before reach.
  private func witness(_ copies: [BitPlane], _ reaches: [Int]) -> SubsetSolution {
    var solution = SubsetSolution(repeating: nil, count: choices.count)
    var bit = targetBit
    for block in copies.indices.reversed() {
      let places = block * every..<min((block + 1) * every, choices.count)
      var before = [copies[block]]
      for place in places.dropLast() {
        let plane = before[before.count - 1]
        var next = plane.resized(to: reaches[place])
        let range = 0...reaches[place] - 1
        for option in choices[place].options { next.merge(plane, shiftedBy: Int(option), within: range) }
        before.append(next)
      }
      for place in places.reversed() {
        let plane = before[place - places.lowerBound]
        if plane.isSet(bit) { continue }
        for (number, option) in choices[place].options.enumerated() where plane.isSet(bit - Int(option)) {
          solution[self.places[place]] = number
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

  /// The same without its last words, which are empty, or with more of these.
  func resized(to count: Int) -> BitPlane {
    var plane = BitPlane(words: 0)
    plane.words.reserveCapacity(count)
    plane.words += words.prefix(count)
    plane.words += repeatElement(0, count: count - plane.words.count)
    return plane
  }

  mutating func set(_ bit: Int) { words[bit >> 6] |= 1 << UInt64(bit & 63) }

  func isSet(_ bit: Int) -> Bool {
    guard bit >= 0, bit >> 6 < words.count else { return false }
    return words[bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }

  /// Adds an item that has one way to be paid to both planes, in place: from the end that nothing is moved to yet.
  static func add(_ amount: Int, to once: inout BitPlane, _ twice: inout BitPlane, within range: ClosedRange<Int>) {
    let count = once.words.count
    precondition(range.lowerBound >= 0 && range.upperBound < count && twice.words.count == count, "words of the planes")
    let whole = amount >> 6
    let part = UInt64(amount & 63)
    // All places are within the planes: the range is, and what lies outside of them is asked for by nobody.
    unsafe once.words.withUnsafeMutableBufferPointer { once in
      unsafe twice.words.withUnsafeMutableBufferPointer { twice in
        func add(_ index: Int, _ source: Int, _ hasSource: Bool, _ hasBelow: Bool) {
          var (one, two): (UInt64, UInt64) = (0, 0)
          if hasSource { unsafe (one, two) = (once[source] &<< part, twice[source] &<< part) }
          if hasBelow {
            // Twice, since a word cannot be moved by all its bits at once.
            unsafe one |= (once[source - 1] >> 1) &>> (63 - part)
            unsafe two |= (twice[source - 1] >> 1) &>> (63 - part)
          }
          unsafe twice[index] |= two | once[index] & one
          unsafe once[index] |= one
        }
        if amount > 0 {
          var index = range.upperBound
          while index > max(range.lowerBound, whole) {
            add(index, index - whole, true, true)
            index -= 1
          }
          while index >= max(range.lowerBound, whole) {
            add(index, index - whole, true, index > whole)
            index -= 1
          }
        } else {
          // Down by whole words and a part, `whole` being negative.
          var index = range.lowerBound
          while index <= min(range.upperBound, count + whole) {
            add(index, index - whole, index - whole < count, true)
            index += 1
          }
        }
      }
    }
  }

  /// Adds the other plane's bits, moved up by `shift` (down where negative); what leaves the plane is lost.
  mutating func merge(_ other: BitPlane, shiftedBy shift: Int, within range: ClosedRange<Int>) {
    for index in range {
      let moved = other.word(index, shiftedBy: shift)
      if moved != 0 { words[index] |= moved }
    }
  }

  /// Adds the bits that `left`, and `right` moved by `shift`, have in common.
  mutating func mergeCommon(
    _ left: BitPlane, _ right: BitPlane, shiftedBy shift: Int, within range: ClosedRange<Int>
  ) {
    for index in range where left.words[index] != 0 {
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
