/// On which day a payment is posted.
public struct PostingCalendar: Hashable, Sendable {
  public enum Basis: String, CaseIterable, Sendable {
    case booking, value
  }

  /// What becomes of a payment whose day lies in a closed period.
  public enum ClosedTreatment: String, CaseIterable, Sendable {
    /// It is posted on the first open day after it.
    case nextOpen = "next_open"
    /// So is its cash, as unidentified; a person must look at it.
    case exception
  }

  public var basis = Basis.booking
  public var closed = ClosedTreatment.nextOpen
  /// In order, and apart from each other.
  public private(set) var periods: [ClosedRange<CalendarDate>] = []

  public init() {}

  /// Overlapping and adjoining periods become one.
  public mutating func close(_ periods: [ClosedRange<CalendarDate>]) {
    self.periods = []
    for period in periods.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = self.periods.last, period.lowerBound <= last.upperBound.adding(days: 1) {
        self.periods[self.periods.count - 1] = last.lowerBound...max(last.upperBound, period.upperBound)
      } else {
        self.periods.append(period)
      }
    }
  }

  /// The day itself, or the first one after the closed period in which it lies.
  public func firstOpen(from day: CalendarDate) -> CalendarDate {
    period(of: day).map { $0.upperBound.adding(days: 1) } ?? day
  }

  public func isClosed(_ day: CalendarDate) -> Bool { period(of: day) != nil }

  /// The day that counts, before it is asked whether it is open.
  public func day(booking: CalendarDate, value: CalendarDate) -> CalendarDate {
    switch basis {
    case .booking: booking
    case .value: value
    }
  }

  private func period(of day: CalendarDate) -> ClosedRange<CalendarDate>? { periods.first { $0.contains(day) } }
}
