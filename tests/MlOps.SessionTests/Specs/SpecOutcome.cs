namespace MlOps.SessionTests.Specs;

/// <summary>What came of one <c>It</c>.</summary>
/// <param name="Outcome"><c>Passed</c>, <c>Failed</c> or <c>Skipped</c>.</param>
/// <param name="Message">What was wrong and where, or why it was skipped.</param>
internal sealed record SpecOutcome(string Outcome, string Message);
