<#
.SYNOPSIS
Searches the hyperparameters of a digit classifier on this machine, four trials at a time, and ends those early that are not promising.

.DESCRIPTION
Needs nothing but python3. Runs in PowerShell and in mlops. Each run starts a new search named tune-<time> with trials of the same name and a number;
Remove-MlJob 'tune-*' removes them.
#>
if (-not (Get-Command Start-MlTuning -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../MlOps.psd1"
}

$ErrorActionPreference = 'Stop'
$train = "$PSScriptRoot/tune/train.py"
$study = 'tune-' + [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss')
$epochs = 27

# alpha is an argument of one of the two losses only; the script refuses it with the other.
$space = [ordered]@{
    lr     = New-MlRange 1e-3 1 -Log
    hidden = New-MlRange 8 32 -Integer -Log
    loss   = 'l2', 'smooth_l1'
    alpha  = New-MlRange 0.1 2 -Log -When @{ loss = 'smooth_l1' }
}

"A search of 24 trials of $epochs epochs, four at a time:"
$search = Start-MlTuning $study -Provider Local -Command python3, $train -Hyperparameter @{ epochs = $epochs } `
    -SearchSpace $space -Metric val_loss -Goal Minimize -Pruning Asha -MaxTrials 24 -MaxParallel 4 -Seed 1 -Wait
$search | Out-Host

"`nIts trials, the best first:"
$trials = @(Get-MlTrial $study -Provider Local)
$row = '{0,6}  {1,-9}  {2,8}  {3,4}  {4}'
$row -f 'Number', 'Status', 'val_loss', 'Step', 'Hyperparameters'
foreach ($trial in $trials) {
    $chosen = foreach ($name in $trial.Hyperparameter.Keys) { '{0}={1:g4}' -f $name, $trial.Hyperparameter[$name] }
    $row -f $trial.Number, $trial.Status, ('{0:g4}' -f $trial.Value), $trial.Step, ($chosen -join '  ')
}

"`nWhy some were ended, for example:"
$trials | Where-Object Status -eq Pruned | Select-Object -First 3 | ForEach-Object { '  {0}: {1}' -f $_.Number, $_.StatusMessage }

# The number of the last epoch that a trial reported is how many it ran; one that failed before its first ran none.
$run = 0
foreach ($trial in $trials) {
    $run += [long]$trial.Step
}
$all = $epochs * $trials.Count
$best = $trials[0]
"`nThe best is number $($best.Number) with a val_loss of $($best.Value): python3 train.py $(($best.Hyperparameter.Keys | ForEach-Object { "--$_ $($best.Hyperparameter[$_])" }) -join ' ')"
'{0} of {1} epochs were run; {2:P0} were saved.' -f $run, $all, (1 - $run / $all)
