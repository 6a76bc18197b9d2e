import CashModel

// Which payments of a round want the same items.

extension MatchingState {
  /// What several proposals of a round want of one item.
  struct Contest {
    var claims: [Int]
    /// All claims together are no more than is open.
    var fits = true
    /// All claims are of one payer, one amount and the same items.
    var isDuplicates = true
    /// The claim with the earliest value date, then the earliest row.
    var first: Int
  }

  /// The contests of the items that more than one proposal claims.
  struct Contests {
    /// By item: how many claim it, two standing for more; empty where nothing is contested.
    var claims: [UInt8] = []
    var byItem: [OpenItemRow: Contest] = [:]

    var isEmpty: Bool { byItem.isEmpty }

    /// Nearly all items are asked for in vain. What rests on no item is looked at in any case.
    subscript(item: OpenItemRow) -> Contest? {
      if item.number >= 0, claims.isEmpty || claims[item.index] < 2 { return nil }
      return byItem[item]
    }
  }

  /// Linear in the lines of the round.
  func contests(
    in round: [Proposal], _ payments: PaymentTable, _ readings: ReadingTable, _ index: MatchingIndex
  ) -> Contests {
    guard !round.isEmpty else { return Contests() }
    // Items with one claim, nearly all, are counted and no more.
    var claims = [UInt8](repeating: 0, count: standing.count)
    var isAnyContested = false
    let proposed = round.span
    for number in proposed.indices {
      if number + MatchingState.ahead < proposed.count {
        claims.fetchAhead(Int(readings.onlyItem[proposed[number + MatchingState.ahead].payment.index]))
      }
      if let item = proposed[number].plain?.item {
        isAnyContested = claims[item.index] > 0 || isAnyContested
        claims[item.index] = min(claims[item.index] + 1, 2)
        continue
      }
      for line in proposed[number].lines {
        // What rests on no item is looked at in any case.
        guard line.item.number >= 0 else {
          isAnyContested = true
          continue
        }
        isAnyContested = claims[line.item.index] > 0 || isAnyContested
        claims[line.item.index] = min(claims[line.item.index] + 1, 2)
      }
    }
    guard isAnyContested else { return Contests() }
    var contests: [OpenItemRow: Contest] = [:]
    for number in proposed.indices {
      for line in proposed[number].itemLines where line.item.number < 0 || claims[line.item.index] > 1 {
        contests[line.item, default: Contest(claims: [], first: number)].claims.append(number)
      }
    }
    for (item, claimed) in contests {
      guard claimed.claims.count > 1 else {
        contests[item] = nil
        continue
      }
      var contest = claimed
      contest.fits = fits(contest.claims, item, round)
      let first = round[contest.claims[0]]
      let items = Set(first.lines.map(\.item))
      for claim in contest.claims.dropFirst() {
        let other = round[claim]
        if payments.amount[other.payment.index] != payments.amount[first.payment.index]
          || Set(other.lines.map(\.item)) != items
          || !index.haveSamePayer(first.payment, other.payment, payments, readings)
        {
          contest.isDuplicates = false
          break
        }
      }
      contest.first = contest.claims.min { precedes(round[$0].payment, round[$1].payment, payments) } ?? contest.first
      contests[item] = contest
    }
    return Contests(claims: claims, byItem: contests)
  }

  private func fits(_ claims: [Int], _ item: OpenItemRow, _ round: [Proposal]) -> Bool {
    var sum: Int128 = 0
    for claim in claims {
      for line in round[claim].lines where line.item == item { sum += Int128(line.reduction.minorUnits) }
    }
    let open = Int128(standing[item.index].available.minorUnits)
    return open >= 0 ? sum >= 0 && sum <= open : sum <= 0 && sum >= open
  }

  /// By value date, then by row.
  func precedes(_ left: PaymentRow, _ right: PaymentRow, _ payments: PaymentTable) -> Bool {
    let (first, second) = (payments.valueDate[left.index], payments.valueDate[right.index])
    return first != second ? first < second : left < right
  }
}
