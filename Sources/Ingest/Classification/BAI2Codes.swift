package import CashModel

/// The type codes of BAI2: which way the money goes, and what kind of transaction it is.
///
/// Direction is a matter of ranges (manual, appendix A). The kind is receipt for a credit and other debit for a debit,
/// unless the tables below say otherwise. What could be a customer's money stays a receipt: one too many is a line a
/// person looks at, one too few is a payment nobody applies. So 191, 201 and 206 (internal, automatic and book
/// transfers), which banks use for payments between their own customers, are receipts, while zero balancing, sweeps,
/// concentration and the account's own investments are transfers.
package enum BAI2Codes {
  package enum Level: Equatable, Sendable {
    /// A balance or another state of the account: no money moves.
    case status
    /// A total of transactions that may also be listed one by one.
    case summary
    case detail
    case message
    /// No code of the manual; read by its range.
    case unknown
  }

  /// - Returns: nil where the code moves no money, or where its range does not say which way.
  package static func direction(of code: Int) -> Direction? {
    switch code {
    case 100...399, 720...728, 920...959: .credit
    case 400...699, 760, 960...999: .debit
    default: nil
    }
  }

  package static func level(of code: Int) -> Level {
    levels.indices.contains(code) ? levels[code] : .unknown
  }

  /// What a detail record with this code is.
  package static func transactionClass(of code: Int) -> TransactionClass {
    classes.indices.contains(code) ? classes[code] : .unposted
  }

  /// The codes under which the single items of a deposit follow its total.
  package static func itemCode(ofDeposit code: Int) -> Int? {
    switch code {
    case 115: 116
    case 135: 136
    case 142, 166: 143
    case 155: 156
    case 342: 345
    default: nil
    }
  }

  // MARK: Tables

  /// Kinds that differ from what a code's range says.
  private static let exceptions: [(TransactionClass, String)] = [
    // Credits: our own payments that came back. Debits: deposits and receipts that came back.
    (.return, "123 168 252 254-255 257-258 261 266 268 395"),
    (.return, "415 423 468 552 554-555 557-558 561 566 568 694-695"),
    (.fee, "224 398 524 564 567 661 698 724 726 728"),
    // Dividends and coupons are interest for cash application: income from the bank, not from a customer.
    (.interest, "238 240 242 244 346 354 359 544 654 659 721 727"),
    // Concentration, zero balancing, controlled disbursement, loans, sweeps and investments.
    (.transfer, "145 171 202 226 232-236 241 243 246-249 263 274-275 277-278 281 286 306 347-349 351 722-723 725"),
    (.transfer, "445 447 485 502 526 531 535 538 541-542 546-549 563 574-575 577-578 627 651 656-658"),
    // Float moves availability, not the ledger; totals of totals repeat what is listed.
    (.unposted, "276 397 408 100-101 107 360-361 400-401 403 405 410 412 646"),
    (.message, "890"),
  ]

  private static let status =
    """
    010-012 015 020-022 024-025 030 037 039-045 050-051 054-057 059-063 065-068 070 072-086 701 703 705 707 709
    """

  private static let summary =
    """
    100-101 105-107 109-110 120 130-131 140 146 150 160 162-163 167 170 178 180 182 185-186 188 190 200 205 207 210 \
    215 230-231 239 245 250-251 256 260 270-271 280 285 294 302-305 307 309-310 315-316 318-321 324-330 332 336 338 \
    340-341 343 350 352 355-356 360-361 370 385 389-390 400-401 403 405-406 410 412 416 420 430 446 450 463 465 467 \
    470-471 478 480 482 486 490 500 505 507 510 515 530 532 534 536-537 539 550-551 556 560 570 580 583-588 590 594 \
    596 601-602 610-615 617-618 621 623 625-626 628 630 632 640 646 650 655 665 670 685 689-690 720 760
    """

  /// The details of the manual, with 158 and 458 (real-time payments), which banks add.
  private static let detail =
    """
    108 115-116 118 121-123 135-136 142-143 145 147 155-156 158 164-166 168-169 171-176 184 187 189 191 195-196 198 \
    201-202 206 208 212-214 216 218 221-222 224 226-227 229 232-238 240-244 246-249 252 254-255 257-258 261 263 266 \
    268 274-278 281 286 295 301 306 308 331 342 344-349 351 353-354 357-359 362-364 366-369 372-374 376-379 381-384 \
    386-388 391-395 397-399 408-409 415 421-423 435 445 447 451-452 455 458 462 464 466 468-469 472 474-477 479 481 \
    484-485 487 489 491 493 495-496 498 501-502 506 508 512-514 516 518 522 524 526-527 529 531 533 535 538 540-544 \
    546-549 552 554-555 557-558 561 563-564 566-568 574-575 577-578 581 595 597 616 622 627 629 631 633-634 641 644 \
    651 654 656-659 661-664 666-669 672-674 676-679 681-684 686-688 691-699 721-728
    """

  private static let levels: [Level] = {
    var levels = [Level](repeating: .unknown, count: 1_000)
    for (level, codes) in [(Level.status, status), (.summary, summary), (.detail, detail), (.message, "890")] {
      for code in numbers(codes) { levels[code] = level }
    }
    // Codes a bank defines for itself.
    for code in 900...919 { levels[code] = .status }
    for code in 920...999 { levels[code] = .detail }
    return levels
  }()

  private static let classes: [TransactionClass] = {
    var classes = (0..<1_000).map { code -> TransactionClass in
      switch direction(of: code) {
      case .credit: .receipt
      case .debit: .otherDebit
      case nil: .unposted
      }
    }
    for (kind, codes) in exceptions {
      for code in numbers(codes) { classes[code] = kind }
    }
    return classes
  }()

  /// Reads `108 115-116`.
  private static func numbers(_ list: String) -> [Int] {
    list.split(whereSeparator: \.isWhitespace).flatMap { item -> ClosedRange<Int> in
      let bounds = item.split(separator: "-").compactMap { Int($0) }
      guard let first = bounds.first, let last = bounds.last else { preconditionFailure("a list of codes and ranges") }
      return first...last
    }
  }
}
