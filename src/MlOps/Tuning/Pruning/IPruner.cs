namespace MlOps;

/// <summary>Decides at each report of a running trial whether it goes on. It keeps nothing between two calls.</summary>
public interface IPruner
{
    /// <summary>Decides about a trial that has just reported; the report is in it already.</summary>
    /// <param name="history">Every trial so far.</param>
    /// <param name="trial">The trial.</param>
    /// <returns>Why it should be ended, as a clause that a person can read with the numbers in it (<c>0.52 at step 9 is worse than the median 0.31 of 7 trials</c>); <see langword="null"/> when it goes on.</returns>
    string? Judge(StudyHistory history, StudyTrial trial);
}
