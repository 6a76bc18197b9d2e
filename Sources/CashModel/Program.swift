/// What the program calls itself in every result.
package enum Program {
  package static let version = "0.1.0"
  /// Counts up with every change of what the matchers decide.
  package static let rules = 3
}
