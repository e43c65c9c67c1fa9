namespace MlOps.Tests.SageMaker;

/// <summary>Somebody who is asked, or nobody.</summary>
internal sealed class FakePrompt : IUserPrompt
{
    private readonly List<string> _questions = [];

    /// <summary>What is answered; <see langword="null"/> when nobody is there.</summary>
    public string? Answer { get; set; }

    public IReadOnlyList<string> Questions
    {
        get
        {
            lock (_questions)
            {
                return [.. _questions];
            }
        }
    }

    public string? AskSecret(string question)
    {
        lock (_questions)
        {
            _questions.Add(question);
        }

        return Answer;
    }
}
