import CashModel
import Reference
import Testing
import TestSupport

@testable import Matching

/// The search for similar names, and what it is made of, against comparing with everything.
@Suite struct NameTwinTests {
  private static let cases = Soak.isOn ? 1_000_000 : 5_000
  private static let searches = Soak.isOn ? 1_000_000 : 2_000

  @Test func distancesOfEightNamesAtOnceAreTheTables() {
    checkDistances(NameDistances<UInt32>(), longest: 32, seed: 31)
    checkDistances(NameDistances<UInt64>(), longest: 64, seed: 35)
  }

  /// Batches of names of one length and few letters, in any order, some twice.
  private func checkDistances<Word>(_ distances: NameDistances<Word>, longest: Int, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var distances = distances
    func name(_ length: Int) -> [UInt8] { (0..<length).map { _ in UInt8(0x41 + random.below(4)) } }
    for _ in 0..<Self.cases / 25 {
      let length = 1 + random.below(64)
      let names = (0..<1 + random.below(20)).map { _ in name(length) }
      let words = names.flatMap { name in
        stride(from: 0, to: length, by: 8).map { name.span.word(at: $0, count: min(8, length - $0)) }
      }
      let query = name(1 + random.below(longest))
      let most = random.below(30)
      let first = Int32(random.below(1_000))
      let asked = (0..<random.below(25)).map { _ in first + Int32(random.below(names.count)) }
      var near: [(form: Int32, distance: Int)] = []
      distances.set(query.span)
      // What stands behind the number of names asked is not looked at.
      distances.append(asked + [0], asked.count, first, words.span, ofLength: length, within: most, to: &near)
      let slow = asked.map { ($0, SlowLevenshtein.distance(query, names[Int($0 - first)])) }.filter { $0.1 <= most }
      #expect(near.map(\.form) == slow.map(\.0))
      #expect(near.map(\.distance) == slow.map(\.1))
    }
  }

  /// Names of syllables, so that many share pieces; queries are names with some edits, up to beyond the cut-off.
  @Test func theIndexFindsEveryNameAboveItsCutOff() {
    var random = SeededRandom(seed: 32)
    let syllables = ["BA", "NOR", "LIN", "TEX", "ALDER", "S", "WEST", "OLO", "GIE", "K", "MAR", "TIN"].map {
      Array($0.utf8)
    }
    let letters = Array("ABELNORSTX".utf8)
    var asked = 0
    while asked < Self.searches {
      var names: [[UInt8]] = []
      for _ in 0..<20 {
        names.append((0..<1 + random.below(14)).flatMap { _ in syllables[random.below(syllables.count)] })
      }
      var index = NameIndex()
      for (row, name) in names.enumerated() { index.insert(name[...], row: Int32(row)) }
      index.seal()
      var scratch = NameIndex.Scratch()
      for _ in 0..<50 {
        var query = names[random.below(names.count)]
        for _ in 0..<random.below(2 + query.count / 4) {
          let place = random.below(query.count)
          switch random.below(4) {
          case 0: query[place] = letters[random.below(letters.count)]
          case 1: query.insert(letters[random.below(letters.count)], at: place)
          case 2: if query.count > 1 { query.remove(at: place) }
          default: if place > 0 { query.swapAt(place, place - 1) }
          }
        }
        var fast: [Int: Int] = [:]
        let least = NameSimilarity.leastSearched + random.below(4) * 50
        for hit in index.hits(of: [query], atLeast: least, &scratch) { fast[Int(hit.row)] = hit.permille }
        let slow = SlowNameSearch.search(
          query, in: names, least: least, longest: NameSimilarity.mostLength, shortest: NameSimilarity.leastLength)
        #expect(fast == slow, "\(String(decoding: query, as: UTF8.self))")
        let best = SlowNameSearch.search(
          query, in: names, least: NameSimilarity.leastSearched, longest: NameSimilarity.mostLength,
          shortest: NameSimilarity.leastLength)
        let top = best.values.max() ?? 0
        let near =
          top < NameSimilarity.leastAccepted ? [:] : best.filter { $0.value >= top - NameSimilarity.leastMargin }
        var nearest: [Int: Int] = [:]
        for hit in index.nearest(to: [query], &scratch) { nearest[Int(hit.row)] = hit.permille }
        #expect(nearest == near, "\(String(decoding: query, as: UTF8.self))")
        asked += 1
      }
    }
  }

  @Test func everyNeighbourOfOneEditIsFoundInTheIndex() {
    var random = SeededRandom(seed: 33)
    let letters = Array("0123AB".utf8)
    var asked = 0
    while asked < Self.cases {
      var index = EditIndex()
      var keys: [[UInt8]] = []
      // Few numbers are walked, many indexed.
      let count = random.below(20) == 0 ? 450 : 30
      for row in 0..<Int32(count) {
        keys.append((0..<1 + random.below(7)).map { _ in letters[random.below(6)] })
        index.insert(keys[Int(row)][...], row: row)
      }
      index.seal()
      for _ in 0..<50 {
        var key = keys[random.below(keys.count)]
        for _ in 0..<random.below(3) { key[random.below(key.count)] = letters[random.below(6)] }
        if random.below(3) == 0 { key.insert(letters[random.below(6)], at: random.below(key.count + 1)) }
        if key.count > 1, random.below(4) == 0 { key.swapAt(0, 1) }
        var fast: Set<Int> = []
        index.forEach(within1Of: key[...]) { fast.insert(Int($0)) }
        #expect(fast.sorted() == SlowEditNeighbours.keys(key, among: keys), "\(String(decoding: key, as: UTF8.self))")
        asked += 1
      }
    }
  }

  /// Runs of letters and digits joined by separators: the longest known run of parts from the left counts, and so on.
  @Test func tokensOfATextAreFoundAsReadingItFromTheLeftFindsThem() {
    var random = SeededRandom(seed: 34)
    for _ in 0..<Self.cases / 25 {
      var items = OpenItemTable()
      var numbers: [String: Set<Int32>] = [:]
      for row in 0..<12 {
        let parts = (0..<1 + random.below(2)).map { _ in String(7_000 + random.below(6)) }
        var record = OpenItem()
        record.documentNumber = items.arena.append("Q" + parts.joined(separator: "-"))
        items.append(record)
        numbers["Q" + parts.joined(), default: []].insert(Int32(row))
      }
      let index = ReferenceIndex(items)
      var customers = CustomerTable()
      customers = customers.linked(with: &items)
      var reader = TextReader(index: index, customers: PayerIndex(customers))
      for _ in 0..<25 {
        let tokens = (0..<1 + random.below(3)).map { _ in
          "Q" + (0..<1 + random.below(3)).map { _ in String(7_000 + random.below(8)) }.joined(separator: "/Q")
        }
        let text = Array(tokens.joined(separator: ", ").utf8)
        reader.read(text.span, at: 0)
        var found: [Set<Int32>] = []
        for citation in reader.citations where citation.kind == .document {
          found.append(Set(index.documents.rows(of: citation.hit)))
        }
        #expect(found == tokens.flatMap { slowReading($0, numbers) }, "\(tokens)")
      }
    }
  }

  private func slowReading(_ token: String, _ numbers: [String: Set<Int32>]) -> [Set<Int32>] {
    let parts = token.split(separator: "/").map(String.init)
    var found: [Set<Int32>] = []
    var first = 0
    while first < parts.count {
      let last = (first..<parts.count).last { last in numbers[parts[first...last].joined()] != nil }
      if let last, let rows = numbers[parts[first...last].joined()] { found.append(rows) }
      first = (last ?? first) + 1
    }
    return found
  }

  @Test func numbersRunTogetherAreReadAsEverySplitOfTheRunTells() {
    var random = SeededRandom(seed: 35)
    var split = 0
    for _ in 0..<Self.cases / 25 {
      var items = OpenItemTable()
      var numbers: [String: Set<Int32>] = [:]
      for row in 0..<12 {
        // Few digits, so that some begin with others.
        let digits = (0..<6 + random.below(3)).map { _ in String(1 + random.below(2)) }.joined()
        var record = OpenItem()
        record.documentNumber = items.arena.append(digits)
        items.append(record)
        numbers[digits, default: []].insert(Int32(row))
      }
      let index = ReferenceIndex(items)
      let known = numbers.keys.sorted()
      var customers = CustomerTable()
      customers = customers.linked(with: &items)
      var reader = TextReader(index: index, customers: PayerIndex(customers))
      for _ in 0..<25 {
        let some = (0..<1 + random.below(3)).map { _ in known[random.below(known.count)] }.joined()
        let rest = (0..<random.below(3) * random.below(8)).map { _ in String(1 + random.below(2)) }.joined()
        let run = some + rest
        reader.read(Array(run.utf8).span, at: 0)
        let found = reader.citations.filter { $0.kind == .document }.map { Set(index.documents.rows(of: $0.hit)) }
        let ways = numbers[run] != nil ? [[run]] : splits(run[...], numbers)
        #expect(found == (ways.count == 1 ? ways[0].compactMap { numbers[$0] } : []), "\(run) \(known)")
        if ways.count == 1, ways[0].count > 1 { split += 1 }
      }
    }
    #expect(split > 100)
  }

  /// Every way to cut a run into known numbers.
  private func splits(_ run: Substring, _ numbers: [String: Set<Int32>]) -> [[String]] {
    if run.isEmpty { return [[]] }
    return numbers.keys.filter { run.hasPrefix($0) }.flatMap { number in
      splits(run.dropFirst(number.count), numbers).map { [number] + $0 }
    }
  }
}
