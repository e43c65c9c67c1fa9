BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn --jobs, 300, --tuning-jobs, 3, --index-lag, 60
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $null = Start-MlTrainingJob resnet-local -Provider Local -Command sh, -c, 'exit 0' | Wait-MlJob
    $given = @{
        Image = 'train:1'; Command = 'python', 'train.py'; Hyperparameter = [ordered] @{ lr = 0.1; dataset = 'dogs', 'cats'; shuffle = $true }
        Argument = '--data', '{input:train}'; InputData = @{ train = 's3://data/digits' }; Environment = @{ COLOUR = 'red' }; InstanceType = 'ml.p4d.24xlarge'; InstanceCount = 2
        Spot = $true; MaxRuntime = '1h'; MetricPattern = @{ val_loss = 'val_loss=(\S+)' }; Tag = @{ team = 'Vision-A'; run = '1' }
    }
    $null = Start-MlTrainingJob resnet-new -Provider SageMaker @given
    $sampleNames = @(foreach ($name in (Invoke-StandIn jobs)) { "$name" })
}

AfterAll { Exit-StandIn }

Describe 'Get-MlJob on SageMaker' {
    It 'finds jobs by name on this machine and on SageMaker' {
        $found = Get-MlJob -Provider All -ErrorAction Stop | Where-Object Name -Like '*resnet*'
        $found.Provider | Should -Contain 'Local'
        $onSageMaker = $found | Where-Object Provider -EQ SageMaker
        @($onSageMaker).Count | Should -Be $sampleNames.Where{ $_ -like '*resnet*' }.Count
        $found | ForEach-Object { $_ | Should -BeOfType ([MlOps.MlJob]) }
    }

    It 'lists every job of either kind once, the newest first, with jobs that the search does not know yet' {
        $all = @(Get-MlJob -Provider SageMaker)
        $all.Count | Should -Be 304
        $all[0].Name | Should -Be 'resnet-new'
        [Collections.Generic.HashSet[string]]::new([string[]] $all.Id).Count | Should -Be 304
        for ($i = 1; $i -lt $all.Count; $i++) { $all[$i].CreatedAt | Should -BeLessOrEqual $all[$i - 1].CreatedAt }
    }

    It 'fills every property of a job that was started here' {
        $job = Get-MlJob resnet-new -Provider SageMaker
        $job.Provider | Should -Be 'SageMaker'
        $job.Id | Should -Be 'arn:aws:sagemaker:eu-central-1:123456789012:training-job/resnet-new'
        $job.Kind | Should -Be 'Training'
        $job.Status | Should -Be 'Pending'
        $job.ProviderStatus | Should -Be 'Starting'
        ([DateTimeOffset]::Now - $job.CreatedAt).TotalMinutes | Should -BeLessThan 5
        $job.StartedAt | Should -BeNullOrEmpty
        $job.EndedAt | Should -BeNullOrEmpty
        $job.Image | Should -Be 'train:1'
        $job.Command -join ' ' | Should -Be 'python train.py'
        $job.Hyperparameter['lr'] | Should -Be 0.1
        $job.Hyperparameter['dataset'] -join ' ' | Should -Be 'dogs cats'
        $job.Hyperparameter['shuffle'] | Should -BeTrue
        $job.Argument -join ' ' | Should -Be '--data {input:train}'
        $job.InputData['train'] | Should -Be 's3://data/digits'
        $job.Environment.Keys -join ' ' | Should -Be 'COLOUR'
        $job.OutputUri | Should -Be 's3://ml-results/mlops/resnet-new/output'
        $job.CheckpointUri | Should -Be 's3://ml-results/mlops/resnet-new/checkpoints'
        $job.InstanceType | Should -Be 'ml.p4d.24xlarge'
        $job.InstanceCount | Should -Be 2
        $job.Accelerator | Should -Be 'A100'
        $job.AcceleratorCount | Should -Be 8
        $job.Spot | Should -BeTrue
        $job.MaxRuntime | Should -Be ([TimeSpan]::FromHours(1))
        $job.MetricPattern['val_loss'] | Should -Be 'val_loss=(\S+)'
        $job.Tag['team'] | Should -Be 'Vision-A'
        $job.Region | Should -Be 'eu-central-1'
        $job.ConsoleUri | Should -BeLike 'https://eu-central-1.console.aws.amazon.com/sagemaker/*resnet-new'
        $job.Raw['TrainingJobName'] | Should -Be 'resnet-new'
    }

    It 'fills the same properties in a list' {
        Get-MlJob -Provider SageMaker -Kind Training -CreatedBefore 1h | ForEach-Object {
            $_.Status | Should -BeIn 'Succeeded', 'Failed', 'Stopped'
            $_.StartedAt | Should -BeGreaterThan $_.CreatedAt
            $_.EndedAt | Should -BeGreaterThan $_.StartedAt
            $_.Duration | Should -Be ($_.EndedAt - $_.StartedAt)
            $_.Image | Should -BeLike '*.dkr.ecr.*'
            $_.InstanceType | Should -BeLike 'ml.*'
            $_.InputData['train'] | Should -BeLike 's3://*'
            $_.OutputUri | Should -BeLike 's3://*'
            $_.Tag['team'] | Should -Not -BeNullOrEmpty
            if ($_.Status -eq 'Failed') { $_.StatusMessage | Should -BeLike '*CUDA out of memory*' } else { $_.Metric['val_loss'] | Should -BeOfType ([double]) }
        }
    }

    It 'takes wildcards in any case' {
        @(Get-MlJob '*RESNET*' -Provider SageMaker).Count | Should -Be $sampleNames.Where{ $_ -like '*resnet*' }.Count
        @(Get-MlJob 'bert*', '*cells*' -Provider SageMaker).Count | Should -Be $sampleNames.Where{ $_ -like 'bert*' -or $_ -like '*cells*' }.Count
        Get-MlJob 'nothing*' -Provider SageMaker -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'takes names and jobs from the pipeline' {
        ('resnet-new', ($sampleNames[0].Substring(0, 9) + '*') | Get-MlJob -Provider SageMaker).Name | Should -Contain $sampleNames[0]
        (Get-MlJob resnet-new -Provider SageMaker | Get-MlJob).Name | Should -Be 'resnet-new'
    }

    It 'chooses by status' {
        $failed = @(Get-MlJob -Provider SageMaker -Status Failed)
        $failed.Count | Should -BeGreaterThan 5
        $failed | ForEach-Object { $_.Status | Should -Be 'Failed' }
        (Get-MlJob -Provider SageMaker -Status Pending, Running).Name | Should -Be 'resnet-new'
    }

    It 'chooses by time' {
        (Get-MlJob -Provider SageMaker -CreatedAfter 30s).Name | Should -BeIn 'resnet-new'
        $month = @(Get-MlJob -Provider SageMaker -CreatedAfter 60d -CreatedBefore 30d)
        $month.Count | Should -BeGreaterThan 10
        $month.Count | Should -BeLessThan 60
        $month | ForEach-Object { ([DateTimeOffset]::Now - $_.CreatedAt).TotalDays | Should -BeGreaterThan 29 }
    }

    It 'chooses by tag, with wildcards in the value and in any case' {
        (Get-MlJob -Provider SageMaker -Tag @{ team = 'vision-*' }).Name | Should -Be 'resnet-new'
        $risk = @(Get-MlJob -Provider SageMaker -Kind Training -Tag @{ team = 'risk'; project = 'bert*' })
        $risk.Count | Should -BeGreaterThan 1
        $risk | ForEach-Object { $_.Tag['project'] | Should -Be 'bert-reviews' }
    }

    It 'gives the newest with -First' {
        $first = @(Get-MlJob -Provider SageMaker -First 5)
        $first.Count | Should -Be 5
        $first[0].Name | Should -Be 'resnet-new'
        @(Get-MlJob -Provider All -First 2).Name | Should -Contain 'resnet-new'
    }

    It 'gives tuning jobs with what only they have' {
        $tuning = @(Get-MlJob -Provider SageMaker -Kind Tuning)
        $tuning.Count | Should -Be 3
        $tuning | ForEach-Object {
            $_ | Should -BeOfType ([MlOps.MlTuningJob])
            $_.Kind | Should -Be 'Tuning'
            $_.Objective | Should -Be 'val_loss'
            $_.Goal | Should -Be 'Minimize'
            $_.MaxTrials | Should -Be 5
            $_.MaxParallel | Should -Be 2
            $_.SucceededTrials + $_.FailedTrials + $_.StoppedTrials | Should -Be 5
            $_.BestTrial | Should -BeOfType ([MlOps.MlTrial])
            $_.BestTrial.Value | Should -BeOfType ([double])
            $_.BestTrial.TuningJobName | Should -Be $_.Name
        }

        @(Get-MlJob "$($tuning[0].Name)-*" -Provider SageMaker -Kind Training).Count | Should -Be 5
        @(Get-MlJob "$($tuning[0].Name)-*" -Provider SageMaker).TuningJobName | Should -Contain $tuning[0].Name
    }

    It 'says that there is no such job, and what was probably meant' {
        Get-MlJob resnet-newt -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -Be "Did you mean 'resnet-new'?"
    }

    # A tuning job's name has 32 characters at most, and a name is looked for among both kinds.
    It 'finds a job whose name is longer than a tuning job''s may be' {
        (Get-MlJob $sampleNames[10] -Provider SageMaker -ErrorAction Stop).Name | Should -Be $sampleNames[10]
    }

    It 'completes job names' {
        $line = 'Get-MlJob -Provider SageMaker -Name resnet-n'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'resnet-new'
    }

    It 'sends nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
