<#
.SYNOPSIS
Trains the digits example with three learning rates on this machine and looks at what came of it.

.DESCRIPTION
Needs nothing but python3. Runs in PowerShell and in mlops. Each run starts three new jobs named digits-<time>-<rate>;
Remove-MlJob 'digits-*' removes them.
#>
if (-not (Get-Command Start-MlTrainingJob -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../MlOps.psd1"
}

$ErrorActionPreference = 'Stop'
$digits = "$PSScriptRoot/digits"
$study = 'digits-' + [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss')

'Three jobs, one for each learning rate:'
$jobs = foreach ($lr in 0.001, 0.1, 2) {
    Start-MlTrainingJob -Provider Local -Name "$study-lr-$("$lr".Replace('.', '-'))" `
        -Command python3, "$digits/train.py" `
        -Hyperparameter ([ordered]@{ lr = $lr; epochs = 8; dataset = 'even', 'odd'; shuffle = $true }) `
        -InputData @{ train = $digits } `
        -Argument '--data', '{input:train}/digits.csv.gz', '--model-dir', '{model}', '--checkpoint-dir', '{checkpoints}', '--log-dir', '{tensorboard}' `
        -Metric @{ val_loss = 'val_loss=(\S+)'; val_accuracy = 'val_accuracy=(\S+)' } `
        -Tag @{ study = $study }
}
$jobs

"`nThe log of one, as it runs:"
$jobs[1] | Get-MlJobLog -Follow

"`nAll have ended:"
$jobs | Wait-MlJob | Out-Null
Get-MlJob -Provider All | Where Name -like '*digits*' | Where { $_.Tag['study'] -eq $study }

"`nThe validation loss by epoch:"
foreach ($job in $jobs) {
    $curve = $job | Get-MlMetric -Metric val_loss | ForEach-Object { $_.Value.ToString('0.000') }
    '{0,-40} {1}' -f $job.Name, ($curve -join '  ')
}

$best = $null
foreach ($job in Get-MlJob "$study-*" -Provider Local) {
    if (-not $best -or $job.Metric['val_loss'] -lt $best.Metric['val_loss']) {
        $best = $job
    }
}

"`nOnly the event files of the best one, $($best.Name):"
$destination = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), $study)
$received = $best | Receive-MlArtifact -Include 'logs/**' -Destination $destination
$received

"`nStarted $($jobs.Count) jobs; the best, $($best.Name), reached a val_loss of $($best.Metric['val_loss']) and a val_accuracy of $($best.Metric['val_accuracy']). Its $(@($received).Count) event file(s) are in $destination."
