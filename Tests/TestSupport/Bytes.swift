package import CashModel

extension TextArena {
  /// The text of every slice, for comparing columns in tests.
  package func strings(_ slices: some Sequence<TextSlice>) -> [String] { slices.map { string($0) } }
}
