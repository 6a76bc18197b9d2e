import Reference
import TestSupport
import Testing

@testable import Matching

/// The joint solvers against trying every way.
@Suite struct ResolutionTwinTests {
  private static let cases = Soak.isOn ? 1_000_000 : 4_000

  @Test func whatEveryLargestMatchingHasIsFoundAsTryingAllFindsIt() {
    var random = SeededRandom(seed: 61)
    var found = (certain: 0, open: 0)
    for _ in 0..<Self.cases {
      let items = 1 + random.below(5)
      let choices = (0..<1 + random.below(5)).map { _ in (0..<items).filter { _ in random.below(3) == 0 } }
      let fast = Assignment(choices: choices, itemCount: items).certain()
      let claims = choices.map { row in row.map { [SlowClaim($0, 1)] } }
      let places = SlowResolution.certain(claims, open: [Int64](repeating: 1, count: items))
      let slow: [Int?] = zip(choices, places).map { row, place in place.map { row[$0] } }
      #expect(fast == slow, "\(choices)")
      for item in fast { if item == nil { found.open += 1 } else { found.certain += 1 } }
    }
    #expect(found.certain > 500 && found.open > 500)
  }

  @Test func whatEveryBestPackingHasIsFoundAsTryingAllFindsIt() throws {
    var random = SeededRandom(seed: 62)
    var found = (certain: 0, open: 0)
    for _ in 0..<Self.cases {
      let open = (0..<1 + random.below(4)).map { _ in Int64(1 + random.below(4)) }
      let explanations = (0..<1 + random.below(4)).map { _ in
        (0..<random.below(3)).map { _ in
          open.indices.filter { _ in random.below(2) == 0 }.map { SlowClaim($0, Int64(1 + random.below(3))) }
        }.filter { !$0.isEmpty }
      }
      var choices: [Packing.Choice] = []
      for (payment, ways) in explanations.enumerated() {
        for claims in ways {
          choices.append(
            Packing.Choice(payment: payment, claims: claims.map { Packing.Claim(item: $0.item, amount: $0.amount) }))
        }
      }
      let certain = try #require(Packing(choices: choices, open: open).certain(steps: 100_000))
      let slow = SlowResolution.certain(explanations, open: open)
      for (payment, wanted) in slow.enumerated() {
        let own = choices.indices.filter { choices[$0].payment == payment }
        let fast = own.firstIndex { certain.contains($0) }
        #expect(fast.map { own.distance(from: own.startIndex, to: $0) } == wanted, "\(choices) \(open)")
        if wanted == nil { found.open += 1 } else { found.certain += 1 }
      }
    }
    #expect(found.certain > 500 && found.open > 500)
  }

  @Test func aPackingOfTooManyStepsIsNobodys() {
    let choices = (0..<40).flatMap { payment in
      (0..<3).map { item in
        Packing.Choice(payment: payment, claims: [Packing.Claim(item: item + payment % 7, amount: 2)])
      }
    }
    #expect(Packing(choices: choices, open: [Int64](repeating: 3, count: 10)).certain(steps: 1_000) == nil)
  }
}
