/// What the program calls itself in every result.
public enum Program {
  public static let version = "0.1.0"
  /// Counts up with every change of what the matchers decide.
  public static let rules = 3
}
