import Foundation

/// Numbers that are the same in every run: SplitMix64 (Steele, Lea and Flood 2014).
package struct SeededRandom {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func below(_ bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return Int((value ^ value >> 31) % UInt64(bound))
  }

  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for place in elements.indices.reversed() { elements.swapAt(place, below(place + 1)) }
    return elements
  }
}

/// Whether this is the long run of `make soak`.
package enum Soak {
  package static let isOn = ProcessInfo.processInfo.environment["TIEOUT_SOAK"] == "1"
}
